"""Boards that a file describes: what programs meet on their pins and buses, what the journal tells, and what is said about mistakes."""

import json
import os
import subprocess
import termios
import tty

import pytest

from conftest import BIN, PATIENCE, Krait

KRAITPY = str(BIN / "kraitpy")


class Bench:
    def __init__(self, folder):
        self.folder = folder
        self.events = []

    def run(self, board, program, status=0):
        """Output of a program on a board given as a dict (JSON) or text (Python)."""
        path = self.folder / ("board.json" if isinstance(board, dict) else "board.py")
        path.write_text(json.dumps(dict({"clock": "virtual"}, **board)) if isinstance(board, dict) else board)
        (self.folder / "program.py").write_text("from machine import *\nimport time\n" + program)
        journal = self.folder / "journal.jsonl"
        done = subprocess.run([KRAITPY, "--board", path, "--board-log", journal, self.folder / "program.py"], cwd=self.folder,
                              capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == status, done.stderr
        self.errors = done.stderr
        self.events = [json.loads(line) for line in journal.read_text().splitlines()] if journal.exists() else []
        return done.stdout


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


I2C = "i2c = I2C(0, scl=Pin(22), sda=Pin(21))\n"


def on_i2c(**device):
    return {"i2c": [{"id": 0, "scl": 22, "sda": 21, "devices": [device]}]}


def test_wiring(bench):
    board = on_i2c(chip="registers", address="0x20", registers={"0": [1, 2, 3], "0x10": 255})
    output = bench.run(board, I2C + "print(i2c.scan(), i2c.readfrom_mem(0x20, 0, 3), i2c.readfrom_mem(0x20, 16, 1))\n"
                       "print(I2C(0, scl=Pin(5), sda=Pin(4)).scan(), SoftI2C(scl=Pin(22), sda=Pin(21)).scan(), I2C(1, scl=Pin(22), sda=Pin(21)).scan())\n"
                       "i2c.writeto_mem(0x20, 1, b'xy'); print(i2c.readfrom_mem(0x20, 0, 4))\n")
    assert output == "[32] b'\\x01\\x02\\x03' b'\\xff'\n[] [32] []\nb'\\x01xy\\x00'\n"


def test_primitive_operations(bench):
    output = bench.run(on_i2c(chip="registers", address=32, registers={"0": [7, 8, 9]}),
                       "i2c = SoftI2C(scl=Pin(22), sda=Pin(21))\n"
                       "i2c.start(); print(i2c.write(b'\\x40\\x01'))\n"
                       "i2c.start(); print(i2c.write(b'\\x41')); b = bytearray(2); i2c.readinto(b); i2c.stop(); print(b)\n"
                       "i2c.start(); print(i2c.write(b'\\x40\\x00')); print(i2c.write(b'AB')); i2c.stop(); print(i2c.readfrom_mem(32, 0, 3))\n"
                       "i2c.start(); print(i2c.write(b'\\x42\\x00')); i2c.stop()\n")
    assert output == "2\n1\nbytearray(b'\\x08\\t')\n2\n2\nb'AB\\t'\n0\n"


def test_eeprom_pages(bench):
    output = bench.run(on_i2c(chip="eeprom", size=32768, page=64), I2C + "i2c.writeto_mem(0x50, 0x103e, b'wxyz', addrsize=16)\n"
                       "print(i2c.readfrom_mem(0x50, 0x103e, 2, addrsize=16), i2c.readfrom_mem(0x50, 0x1000, 3, addrsize=16))\n")
    assert output == "b'wx' b'yz\\xff'\n"


def test_signals(bench, tmp_path):
    (tmp_path / "readings.csv").write_text("time,volts\n0,0.5\n1,1.5\n2,2.5\n")
    board = {"adc": {"32": {"volts": {"csv": "readings.csv", "column": "volts"}}, "33": {"volts": {"wave": "sine", "mean": 1.65, "amplitude": 1, "period": 4}},
                     "34": {"raw": {"values": [10, 20], "interval": 1, "repeat": False}}, "35": 3.3}}
    output = bench.run(board, "for t in range(4):\n    print([round(ADC(p).read_uv() / 1e6, 2) for p in (32, 33)], ADC(34).read_u16(), ADC(35).read())\n    time.sleep(1)\n"
                       "try: ADC(36).read_u16()\nexcept OSError as e: print(e)\n")
    assert output == ("[0.5, 1.65] 10 4095\n[1.5, 2.65] 20 4095\n[2.5, 1.65] 20 4095\n[0.5, 0.65] 20 4095\n[Errno 22] Invalid argument\n")


def test_edges_between_looks(bench):
    """A pulse of 20 us is seen by an interrupt although nobody looked while it lasted."""
    output = bench.run({"pins": {"5": {"steps": [[0.1, 1], [0.10002, 0], [0.2, 1]]}}},
                       "seen = []\nirq = Pin(5, Pin.IN).irq(lambda p: seen.append((round(time.ticks_ms(), -1), p.irq().flags())))\n"
                       "time.sleep(0.15); print(seen)\ntime.sleep(0.1); print(seen[1:])\n")
    assert output == "[(100, 3)]\n[(200, 1)]\n"


def test_disable_irq(bench):
    output = bench.run({"pins": {"5": {"square": 100}}}, "n = []\nPin(5).irq(n.append, Pin.IRQ_RISING)\nstate = disable_irq()\ntime.sleep(0.1)\nprint(len(n))\n"
                       "enable_irq(state)\ntime.sleep(0.1)\nprint(9 <= len(n) <= 12)\n")
    assert output == "0\nTrue\n"


def test_pwm_on_a_wire(bench):
    output = bench.run({"pins": {"12": {"wire": 13}}}, "PWM(Pin(12), freq=500, duty_u16=16384)\n"
                       "print([abs(time_pulse_us(Pin(13), level) - us) < 5 for level, us in ((1, 500), (0, 1500), (1, 500))])\n")
    assert output == "[True, True, True]\n"
    assert [e for e in bench.events if e["event"] == "pwm"] == [{"t": 0.0, "event": "pwm", "pin": 12, "freq": 500, "duty": 16384}]


def test_clock_chip(bench):
    output = bench.run(on_i2c(chip="ds3231", time=[2024, 2, 28, 23, 59, 58], temperature=-1.25),
                       I2C + "print(i2c.readfrom_mem(0x68, 0, 7).hex()); time.sleep(3); print(i2c.readfrom_mem(0x68, 0, 7).hex(), i2c.readfrom_mem(0x68, 0x11, 2).hex())\n"
                       "i2c.writeto_mem(0x68, 0, bytes((0x30, 0x15, 0x08, 2, 0x05, 0x03, 0x25))); time.sleep(31); print(i2c.readfrom_mem(0x68, 0, 7).hex())\n")
    assert output == "58592303280224\n01000004290224 fec0\n01160802050325\n"


def test_bme280(bench):
    """Its raw values, put through the data sheet's formula for temperature, give what the description says."""
    output = bench.run(on_i2c(chip="bme280", temperature=-12.34), I2C + """
import struct
c = struct.unpack('<Hhh', i2c.readfrom_mem(0x76, 0x88, 6))
d = i2c.readfrom_mem(0x76, 0xF7, 8)
raw = d[3] << 12 | d[4] << 4 | d[5] >> 4
fine = (raw / 16384 - c[0] / 1024) * c[1] + (raw / 131072 - c[0] / 8192) ** 2 * c[2]
print(hex(i2c.readfrom_mem(0x76, 0xD0, 1)[0]), round(fine / 5120, 2))
""")
    assert output == "0x60 -12.34\n"


def test_spi_select(bench):
    board = {"spi": [{"id": 1, "devices": [{"chip": "mcp3008", "cs": 5, "volts": [0, 1.0]}, {"chip": "flash", "cs": 6}]}]}
    output = bench.run(board, """
spi, adc, flash = SPI(1, 1000000), Pin(5, Pin.OUT, value=1), Pin(6, Pin.OUT, value=1)
def ask(cs, data):
    answer = bytearray(len(data))
    cs(0)
    spi.write_readinto(data, answer)
    cs(1)
    return answer.hex()
print(ask(adc, b'\\x01\\x90\\x00'), ask(flash, b'\\x9f\\0\\0\\0'))
ask(flash, b'\\x06'), ask(flash, b'\\x02\\0\\1\\0hello')
print(ask(flash, b'\\x03\\0\\1\\0' + bytes(5)), spi.read(2))
lsb = SPI(1, firstbit=SPI.LSB)
adc(0); print(lsb.read(1)); adc(1)
""")
    assert output == "000136 00ef4010\n0000000068656c6c6f b'\\xff\\xff'\nb'\\x00'\n"


def test_uart(bench):
    board = {"uart": [{"id": 1}, {"id": 2, "chip": "text", "lines": ["one", "two"], "answers": {"AT": "OK"}}]}
    output = bench.run(board, """
u = UART(1, 9600)
start = time.ticks_us()
print(u.write(b'hello'), u.any(), u.txdone())
u.flush()
print(abs(time.ticks_diff(time.ticks_us(), start) - 5208) < 100, u.any(), u.read(), u.read(1))
u.init(timeout=50)
t = time.ticks_ms(); print(u.read(1), time.ticks_diff(time.ticks_ms(), t))
m = UART(2)
m.write('AT\\r\\n'); print(m.readline())
time.sleep(2); print(m.read())
import select
p = select.poll(); p.register(u, select.POLLIN)
print(p.poll(10)); u.write('x'); u.flush(); print([e for _, e in p.poll(10)])
try: UART(5)
except OSError as e: print(e)
""")
    assert output == ("5 0 False\nTrue 5 b'hello' None\nNone 50\nb'OK\\r\\n'\nb'one\\r\\ntwo\\r\\n'\n[]\n[1]\n[Errno 19] No such device\n")
    assert [e["write"] for e in bench.events if e["event"] == "uart"] == ["hello", "AT\r\n", "x"]


def test_uart_pty(tmp_path):
    """The other end of the line is a terminal of the host."""
    (tmp_path / "board.json").write_text('{"uart": [{"id": 1, "mode": "pty"}]}')
    program = "from machine import UART\nu = UART(1, 115200, timeout=20000)\nline = u.readline()\nu.write(line.upper())\nu.flush()\nu.read(1)\n"
    process = subprocess.Popen([KRAITPY, "--board", tmp_path / "board.json", "-c", program], stderr=subprocess.PIPE, text=True)
    name = process.stderr.readline().split()[-1]
    line = os.open(name, os.O_RDWR | os.O_NOCTTY)
    try:
        tty.setraw(line, termios.TCSANOW)
        os.write(line, b"hello\n")
        answer = b""
        while not answer.endswith(b"\n"):
            answer += os.read(line, 64)
        assert answer == b"HELLO\n"
        os.write(line, b".")
        process.communicate(timeout=PATIENCE)
    finally:
        os.close(line)


def test_one_wire_search(bench):
    roms = ["28ff%02x00000000" % n for n in (1, 2, 3, 0x81, 0xFF)]
    board = {"onewire": {"4": [{"chip": "ds18b20", "rom": rom, "temperature": i - 2.5} for i, rom in enumerate(roms)]}}
    output = bench.run(board, """
import onewire, ds18x20
wire = onewire.OneWire(Pin(4))
bus = ds18x20.DS18X20(wire)
found = bus.scan()
bus.convert_temp()
time.sleep_ms(750)
print(sorted((r[2], bus.read_temp(r)) for r in found), onewire.OneWire(Pin(5)).reset(), onewire.OneWire(Pin(5)).scan())
bus.write_scratch(found[0], b'\\1\\2\\x1f'); print(bytes(bus.read_scratch(found[0]))[2:5])
""")
    assert output == "[(1, -2.5), (2, -1.5), (3, -0.5), (129, 0.5), (255, 1.5)] False []\nb'\\x01\\x02\\x1f'\n"


def test_dht11_and_silence(bench):
    output = bench.run({"dht": {"16": {"chip": "dht11", "temperature": 24, "humidity": 41}}}, """
import dht
s = dht.DHT11(Pin(16)); s.measure(); print(s.temperature(), s.humidity())
try: dht.DHT22(Pin(17)).measure()
except OSError as e: print(e)
""")
    assert output == "24 41\n[Errno 110] Connection timed out\n"


def test_lcd(bench):
    board = on_i2c(chip="lcd1602")
    program = I2C + """
def nibble(n, rs):
    for e in (4, 0): i2c.writeto(0x27, bytes((n << 4 | 8 | e | rs,)))
def send(byte, rs=0):
    nibble(byte >> 4, rs); nibble(byte & 15, rs)
nibble(3, 0); nibble(3, 0); nibble(3, 0); nibble(2, 0)
send(1)
for c in b'Hello': send(c, 1)
send(0x80 | 64)
for c in b'Krait': send(c, 1)
"""
    bench.run(board, program)
    assert [e["lines"] for e in bench.events if e["event"] == "lcd"][-1] == ["Hello", "Krait"]


def test_names_and_soft_devices(bench):
    board = {"names": {"LED": 25, "A0": 34}, "adc": {"34": 1.0}}
    assert bench.run(board, "led = Pin('LED', Pin.OUT); led.on(); print(led, Pin.board.LED(), Pin.cpu.GPIO25, round(ADC('A0').read_uv() / 1e5))\n") == (
        "Pin(25, mode=OUT) 1 Pin(25, mode=IN) 10\n")
    assert bench.events[0] == {"t": 0.0, "event": "pin", "pin": 25, "level": 1}


def test_python_description(bench):
    """A device of one's own, with an interrupt pin."""
    board = """
from simboard import board, I2CDevice, SPIDevice, Steps, signal
board.clock = "virtual"

class Thermostat(I2CDevice):
    def __init__(self):
        self.limit, self.asked = 30, 0
        self.temperature = signal({"wave": "triangle", "mean": 25, "amplitude": 10, "period": 40})
        board.pin(7).source = Steps()

    def write(self, data):
        if data[0] == 1:
            self.limit = data[1]
            rises = next(t for t in range(1000) if self.temperature(t) > self.limit)
            board.pin(7).source.add(rises * 1000000, 1)
            board.log("limit", value=self.limit)
        self.asked = data[0]

    def read(self, n):
        return bytes([int(self.temperature(board.seconds)), self.limit][self.asked:][:n])

class Reverse(SPIDevice):
    def transfer(self, data):
        return bytes(reversed(data))

board.i2c(0).add(0x33, Thermostat())
board.spi(2).add(Reverse())
"""
    output = bench.run(board, "i2c = I2C(0)\nhot = []\nPin(7, Pin.IN).irq(lambda p: hot.append(time.ticks_ms() // 1000), Pin.IRQ_RISING)\n"
                       "i2c.writeto(0x33, b'\\x01\\x20')\nprint(i2c.readfrom_mem(0x33, 0, 2))\ntime.sleep(20)\nprint(hot)\n"
                       "b = bytearray(3); SPI(2).write_readinto(b'abc', b); print(b)\n")
    assert output == "b'\\x19 '\n[8]\nbytearray(b'cba')\n"
    assert bench.events == [{"t": 0.0, "event": "limit", "value": 32}] or bench.events[0]["event"] == "limit"


def test_json_with_python(bench, tmp_path):
    (tmp_path / "models.py").write_text("from simboard import *\nboard.adc[9] = lambda t: 4660\n")
    assert bench.run({"python": "models.py"}, "print(hex(ADC(9).read_u16()))\n") == "0x1234\n"


def test_failing_model(bench):
    """The first failure is shown, the program gets an OSError and goes on; a model that never ends is stopped."""
    board = "from simboard import *\nboard.clock = 'virtual'\nclass Bad(I2CDevice):\n    def read(self, n):\n        return 1 // 0\nboard.i2c().add(8, Bad())\n"
    program = "i = I2C(0)\nfor _ in range(2):\n    try: i.readfrom(8, 1)\n    except OSError as e: print(e)\n"
    assert bench.run(board, program) == "[Errno 5] Input/output error\n" * 2
    assert bench.errors.count("ZeroDivisionError") == 1
    endless = board.replace("return 1 // 0", "\n        while True: pass")
    assert bench.run(endless, program.replace("range(2)", "range(1)")) == "[Errno 5] Input/output error\n"
    refusing = board.replace("return 1 // 0", "raise NoAck")
    assert bench.run(refusing, program) == "[Errno 19] No such device\n" * 2 and bench.errors == ""


WRONG = [
    ({"pinz": {}}, "there is no 'pinz'; there are: clock seed"),
    ({"i2c": [{}, {"devices": [{"chip": "nosuch"}]}]}, "i2c 2: devices 1: no chip 'nosuch'; there are: ads1115,"),
    ({"i2c": [{"devices": [{}]}]}, "i2c 1: devices 1: 'chip' is missing"),
    ({"i2c": [{"devices": [{"chip": "lm75", "temperature": "warm"}]}]}, "lm75: a signal is a number or {...}, not 'warm'"),
    ({"i2c": {"0": 1}}, "i2c: [...] is expected, not {"),
    ({"spi": [{"clk": 3}]}, "spi 1: there is no 'clk'; there are: id trace devices sck mosi miso"),
    ({"uart": [{"mode": "x"}]}, "uart 1: the mode is loopback or pty, not 'x'"),
    ({"pins": 5}, "pins: {...} is expected, not 5"),
    ({"pins": {"2": {}}}, "pins 2: one of these is missing: wire button"),
    ({"pins": {"2": {"button": 5}}}, "pins 2: [...] is expected, not 5"),
    ({"pins": {"200": {"level": 1}}}, "pins 200: pins go from 0 to 63, not 200"),
    ({"pins": {"LED": {"level": 1}}}, "pins LED: no pin has the name 'LED'"),
    ({"adc": {"34": {"wave": "round"}}}, "adc 34: no wave 'round'; there are: sine, triangle"),
    ({"python": "none.py"}, "none.py: [Errno 2] No such file"),
    ({"clock": "sundial"}, "the clock is host or virtual, not 'sundial'"),
]


@pytest.mark.parametrize("board, said", WRONG)
def test_wrong_descriptions(bench, board, said):
    """One sentence, no traceback."""
    assert bench.run(board, "print('not reached')\n", 2) == ""
    assert said in bench.errors and bench.errors.startswith("board: ") and bench.errors.count("\n") == 1


@pytest.mark.parametrize("text, said", [("", "Expecting value"), ("[]", "{...} is expected, not []"), ("{", "Expecting property name"), ("[" * 50000, "recursion")])
def test_no_json(tmp_path, text, said):
    board = tmp_path / "board.json"
    board.write_text(text)
    done = subprocess.run([KRAITPY, "--board", board, "-c", "pass"], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 2 and said in done.stderr and done.stderr.count("\n") == 1


def test_wrong_program(bench):
    assert bench.run("syntax error here", "print('not reached')\n", 2) == ""
    assert "SyntaxError" in bench.errors and bench.errors.startswith("board: ")


def test_names_stand_for_pins(bench):
    board = {"names": {"LIGHT": 34, "CLOCK": 22}, "adc": {"LIGHT": {"raw": 1234}}, "i2c": [{"scl": "CLOCK", "devices": [{"chip": "lm75"}]}]}
    assert bench.run(board, "print(ADC(34).read_u16(), I2C(0, scl=22, sda=21).scan(), I2C(1, scl=5, sda=4).scan())\n") == "1234 [72] []\n"


def test_options(tmp_path):
    def run(*arguments):
        return subprocess.run([KRAITPY, *map(str, arguments), "-c", "pass"], capture_output=True, text=True, timeout=PATIENCE)
    missing = run("--board", tmp_path / "none.json")
    assert missing.returncode == 2 and "can't open file" in missing.stderr
    assert run("--board-log", tmp_path / "x").returncode == 2
    (tmp_path / "b.json").write_text("{}")
    assert run("--board=%s" % (tmp_path / "b.json")).returncode == 0
    assert "can't open" in run("--board", tmp_path / "b.json", "--board-log", tmp_path / "no" / "where").stderr


def test_virtual_clock(bench):
    """The same every time, and no time passes while a program sleeps."""
    program = "import machine\nt = RTC().datetime()\ntime.sleep(3600)\nprint(t[:3], RTC().datetime()[4], time.ticks_ms())\nRTC().datetime((2030, 5, 6, 0, 7, 8, 9, 0)); print(time.gmtime()[:6])\nTimer(-1).init(period=1000, callback=lambda t: print('ring', time.time()))\ntime.sleep_ms(2500)\nmachine.lightsleep(1000)\n"
    output = bench.run({}, program)
    assert output == ("(2024, 1, 1) 1 3600000\n(2030, 5, 6, 7, 8, 9)\nring %.6f\nring %.6f\nring %.6f\n" % tuple(
        float(line.split()[1]) for line in output.splitlines()[2:])) and bench.run({}, program) == output


def test_device_with_a_board(new_device, tmp_path):
    """The device over its link has the described board, too, with its journal, through resets; its clock is the host's."""
    board, journal = tmp_path / "board.json", tmp_path / "journal.jsonl"
    board.write_text(json.dumps(on_i2c(chip="registers", address=9, registers={"0": 77})))
    device = new_device("--board", board, "--board-log", journal)
    krait = Krait(tmp_path / "user", device)
    code = "from machine import *; print(I2C(0).readfrom_mem(9, 0, 1), reset_cause() == PWRON_RESET); Pin(3, Pin.OUT).on(); RTC().memory(b'kept')"
    assert krait("exec", code).stdout == "b'M' True\n"
    krait("exec", "import machine; machine.soft_reset()", check=False)
    assert krait("exec", "import machine as m; print(m.reset_cause() == m.SOFT_RESET, m.RTC().memory())").stdout == "True b'kept'\n"
    assert [(e["pin"], e["level"]) for e in map(json.loads, journal.read_text().splitlines())] == [(3, 1)]
    board.write_text('{"clock": "virtual"}')
    refused = subprocess.run([BIN / "kraitd", "--root", tmp_path, "--state", tmp_path / "s", "--board", board], capture_output=True, text=True, timeout=PATIENCE)
    assert refused.returncode != 0 and "virtual" in refused.stderr
