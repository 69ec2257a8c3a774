"""Each module of the profile esp8266 is imported and used on the emulated chip, under the memory guard: what it has in flash is read there by words.

A program that CPython can run prints the same there; of the others the output stands here.
"""

import subprocess

import pytest

from chip import Chip
from conftest import PATIENCE, ROOT, Krait

AS_CPYTHON = {
    "array": "import array; a = array.array('h', [1, -2, 300]); a.extend([7]); print(a, a[1:3], bytes(a), array.array('f', [0.5, -2]))",
    "binascii": "import binascii; print(binascii.hexlify(b'chip'), binascii.unhexlify('00ff'), binascii.b2a_base64(b'x' * 20), binascii.a2b_base64(b'a3JhaXQ='), binascii.crc32(b'krait'))",
    "errno": "import errno; print(errno.ENOENT, errno.errorcode[errno.ETIMEDOUT], errno.EINPROGRESS)",
    "gc": "import gc; gc.collect(); gc.disable(); print(gc.isenabled()); gc.enable(); print(gc.isenabled())",
    "json": "import json; print(json.dumps({'a': [1, 2.5, None, True, '\\u20ac\\n']}), json.loads(' {\"b\": [1, -2.5e1, {\"c\": \"\\\\u20ac\"}], \"d\": false}'))\n"
            "try: json.loads('[1, 2')\nexcept ValueError as e: print(type(e).__name__)",
    "math": "import math\nfor f in ('sqrt', 'exp', 'log', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'gamma', 'erf'): print(f, '%.4f' % getattr(math, f)(0.75))\n"
            "print(math.floor(-1.5), math.gcd(12, 18), math.isclose(1, 1 + 1e-12), math.factorial(20), '%.5f' % math.pi)",
    "os": "import os; f = open('t1', 'w'); f.write('x' * 300); f.close(); print(os.stat('t1')[6], 't1' in os.listdir()); os.rename('t1', 't2'); os.remove('t2'); print('t2' in os.listdir(), len(os.urandom(7)))\n"
          "try: os.remove('nothing')\nexcept OSError as e: print(e.args)",
    "random": "import random; random.seed(1); a = [random.randint(1, 6) for _ in range(20)]; random.seed(1); print(a == [random.randint(1, 6) for _ in range(20)], min(a) > 0, max(a) < 7)\n"
              "b = list(range(9)); random.shuffle(b); print(sorted(b), 0 <= random.random() < 1, random.getrandbits(5) < 32)",
    "re": "import re; print(re.match(r'(?P<k>\\w+)=(\\d+)', 'pin=12').groups(), re.sub(r'[aeiou]', '*', 'flash memory'), re.split(r',\\s*', 'a, b,c'), re.findall(r'\\b\\w', 'one two'), re.search('(?i)KR', 'ekr').span())\n"
          "try: re.compile('(')\nexcept re.error as e: print(e)",
    "select": "import select, socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); p = select.poll(); p.register(s, select.POLLIN); print(p.poll(0)); p.register(s, select.POLLOUT); print(p.poll(100)[0][1] == select.POLLOUT); s.close()",
    "socket": "import socket; s = socket.socket(); s.bind(('0.0.0.0', 0)); s.listen(1); s.settimeout(0)\ntry: s.accept()\nexcept OSError as e: print(e.errno)\ns.close(); print(socket.getaddrinfo('1.2.3.4', 80, 0, socket.SOCK_STREAM)[0][-1])",
    "struct": "import struct; data = struct.pack('<bHiqf3s', -1, 2, -3, 4, 0.5, b'abc'); print(data, struct.unpack('<bHiqf3s', data), struct.calcsize('>bHi'), struct.pack('>I', 0xdeadbeef))\n"
              "try: struct.pack('B', 256)\nexcept struct.error as e: print(e)",
    "sys": "import sys; print(sys.byteorder, sys.maxunicode, sys.version_info[:1], type(sys.modules).__name__, sys.getsizeof([]) > 0); sys.stdout.write('out\\n')",
    "time": "import time; print(time.gmtime(86400 * 365)[:8], time.strftime('%Y-%m-%d', (2001, 2, 3, 4, 5, 6, 5, 34, 0))); a = time.monotonic(); time.sleep(0.01); print(time.monotonic() >= a)",
    "io": "import io; s = io.StringIO('one\\ntwo\\n'); print(s.readlines(), s.seek(0), s.read(3)); b = io.BytesIO(); b.write(b'abc'); print(b.getvalue())",
    "_io": "import _io; f = open('t3', 'wb'); print(isinstance(f, _io.BufferedWriter)); f.write(b'a' * 700); f.close(); f = open('t3', 'rb', buffering=0); print(len(f.read()), isinstance(f, _io.FileIO)); f.close()",
    "collections": "from collections import OrderedDict, deque, namedtuple; P = namedtuple('P', 'x y'); d = deque([1, 2, 3], 2); d.append(4); print(P(1, y=2), list(d), list(OrderedDict([(1, 2), (0, 1)])), P(3, 4)._asdict())",
    "keyword": "import keyword; print(keyword.iskeyword('lambda'), keyword.iskeyword('chip'), keyword.issoftkeyword('match'), len(keyword.kwlist))",
    "asyncio": "import asyncio\nasync def worker(n, out):\n for i in range(3):\n  await asyncio.sleep(0)\n  out.append((i, n))\nasync def main():\n out = []\n await asyncio.gather(worker('a', out), worker('b', out))\n"
               " try: await asyncio.wait_for(asyncio.Event().wait(), 0.02)\n except asyncio.TimeoutError: print('late')\n return out\nprint(asyncio.run(main()))",
    "hashlib": "import hashlib\nfor name in ('sha1', 'sha224', 'sha256'):\n for size in (0, 1, 55, 56, 63, 64, 65, 1000):\n  h = hashlib.new(name, bytes(range(size % 256)))\n  h.update(b'q' * size)\n  print(name, size, h.hexdigest(), h.digest_size, h.block_size)\n"
               "print(hashlib.sha256(b'a').copy().digest(), hashlib.sha1(memoryview(b'abc')[1:]).hexdigest(), hashlib.pbkdf2_hmac('sha256', b'k' * 70, b'salt', 3, 40))",
    "_anext": "import asyncio\nasync def steps():\n yield 1\nasync def main():\n s = steps()\n print(await anext(s, 'end'), await anext(s, 'end'))\nasyncio.run(main())",
}

AS_WRITTEN = {
    "micropython": ("import micropython; print(micropython.const(5), micropython.opt_level())\n@micropython.native\ndef f(x): return x * 2\nprint(f(21)); micropython.schedule(print, 'scheduled')\nimport time; time.sleep_ms(1)",
                    "5 0\n42\nscheduled\n"),
    "network": ("import network; w = network.WLAN(network.STA_IF); print(w.active(True), w.ifconfig()[:2], w.isconnected())", "True ('10.0.2.15', '255.255.255.0') True\n"),
    "ustruct": ("import ustruct; b = bytearray(4); ustruct.pack_into('<H', b, 1, 0x1234); print(b, ustruct.unpack_from('<H', b, 1))", "bytearray(b'\\x004\\x12\\x00') (4660,)\n"),
    "vfs": ("import vfs\nclass Empty:\n def mount(self, readonly, mkfs): print('mounted')\n def umount(self): print('gone')\n def ilistdir(self, path): return iter([('f', 0x8000, 0)])\n"
            "vfs.mount(Empty(), '/e')\nimport os; print(os.listdir('/e')); vfs.umount('/e')", "mounted\n['f']\ngone\n"),
    "_os": ("import _os, os; print(os.get_terminal_size is not None, _os.terminal_size((80, 24)).columns, issubclass(str, _os.PathLike))", "True 80 False\n"),
    "machine": ("from machine import I2C, Pin, PWM, ADC, Timer, unique_id, freq\np = Pin(12, Pin.OUT, value=1); print(p.value(), Pin(13, Pin.IN).value()); p.off(); print(Pin(13).value())\n"
                "print([hex(a) for a in I2C(0).scan()], len(unique_id()) > 0, freq(), ADC(1).read_u16() > 0)\nt = Timer(-1); t.init(period=5, mode=Timer.ONE_SHOT, callback=lambda t: print('timer'))\nimport time; time.sleep_ms(30)",
                "1 1\n0\n['0x44', '0x48', '0x57', '0x62'] True 40000000 True\ntimer\n"),
    "_onewire": ("import _onewire; print(_onewire.crc8(b'\\x02\\x1c\\xb8\\x01\\x00\\x00\\x00\\xa2'))\nfrom machine import Pin; print(_onewire.reset(Pin(4, Pin.OPEN_DRAIN)), _onewire.readbyte(Pin(4)))", "0\nFalse 255\n"),
    "onewire": ("import onewire; from machine import Pin; o = onewire.OneWire(Pin(4)); print(o.scan(), o.crc8(b'\\x28\\xff'))\ntry: o.reset(True)\nexcept onewire.OneWireError: print('nobody')", "[] 130\nnobody\n"),
    "ds18x20": ("import ds18x20, onewire; from machine import Pin; d = ds18x20.DS18X20(onewire.OneWire(Pin(4))); print(d.scan())\ntry: d.convert_temp()\nexcept onewire.OneWireError: print('nobody')", "[]\nnobody\n"),
    "dht": ("import dht; from machine import Pin; d = dht.DHT22(Pin(5))\ntry: d.measure()\nexcept OSError as e: print(e)\nd.buf[:] = bytes((1, 144, 128, 101, 0)); print('%.1f %.1f' % (d.humidity(), d.temperature()))", "[Errno 110] Connection timed out\n40.0 -10.1\n"),
    "neopixel": ("import neopixel; from machine import Pin; n = neopixel.NeoPixel(Pin(15), 3); n.fill((1, 2, 3)); n[-1] = (9, 8, 7); n.write(); print(list(n), bytes(n.buf))",
                 "[(1, 2, 3), (1, 2, 3), (9, 8, 7)] b'\\x02\\x01\\x03\\x02\\x01\\x03\\x08\\t\\x07'\n"),
    "esp": ("import esp; esp.osdebug(None); print(esp.flash_size(), esp.freemem() > 0, esp.check_fw(), esp.sleep_type())", "1048576 True True 0\n"),
    "ntptime": ("import ntptime; ntptime.host = '10.0.2.2'; ntptime.timeout = 0.05\ntry: print(ntptime.time())\nexcept OSError as e: print('nobody')", "nobody\n"),
    "uasyncio": ("import uasyncio\nasync def main():\n await uasyncio.sleep_ms(2)\n return 'slept'\nprint(uasyncio.run(main()))", "slept\n"),
    "ucollections": ("import ucollections; print(ucollections.namedtuple('P', ('a', 'b'))(1, 2), len(ucollections.deque((), 3)))", "P(a=1, b=2) 0\n"),
}

PROFILE = (ROOT / "vm" / "modules" / "profiles" / "esp8266").read_text()


def profile():
    names = " ".join(line for line in PROFILE.splitlines() if not line.startswith("#")).split()
    return [name for name in names if not name.startswith("-")]


@pytest.fixture(scope="module")
def chip(tmp_path_factory):
    chip = Chip(tmp_path_factory.mktemp("modules") / "chip").start()
    yield chip
    violations, _, report = chip.stop()
    assert violations == 0, report


@pytest.fixture(scope="module")
def krait(chip):
    return Krait(chip.folder.parent / "ann", chip)


def test_none_is_left_out():
    assert sorted(profile()) == sorted([*AS_CPYTHON, *AS_WRITTEN])


@pytest.mark.parametrize("module", AS_CPYTHON)
def test_as_cpython(krait, module, tmp_path):
    theirs = subprocess.run(["/usr/bin/python3", "-c", AS_CPYTHON[module]], capture_output=True, text=True, check=True, cwd=tmp_path, timeout=PATIENCE).stdout
    assert krait.out("run", "-", input=AS_CPYTHON[module]) == theirs


@pytest.mark.parametrize("module", AS_WRITTEN)
def test_as_written(krait, module):
    program, output = AS_WRITTEN[module]
    assert krait.out("run", "-", input=program) == output


def test_hashes_of_constants_in_flash(krait, tmp_path):
    """The library reads bytes; flash has words."""
    program = tmp_path / "constants.py"
    program.write_text("import hashlib\nprint(hashlib.sha256(%r).hexdigest(), hashlib.sha1(%r[3:]).hexdigest())\n" % (bytes(range(250)), bytes(range(200))))
    theirs = subprocess.run(["/usr/bin/python3", program], capture_output=True, text=True, check=True, timeout=PATIENCE).stdout
    krait.out("compile", program)
    krait.out("cp", program.with_suffix(".kri"), ":/")
    assert krait.out("run", ":/constants.kri") == theirs
