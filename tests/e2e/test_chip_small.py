"""The firmware for 1 MiB of flash: no compiler and few modules, in QEMU under the memory guard. krait compiles for it. `tools/chip --small` builds it."""

import subprocess

import pytest

from chip import BUILD, FIRMWARE, Chip
from conftest import Krait
from test_repl import test_a_conversation, test_blocks_and_errors  # noqa: F401, tests of this image, too

SMALL = BUILD.with_name("chip-small")


def is_current():
    """The image is there, and no older than that of the ordinary build, which ./check makes each time."""
    image = SMALL / "bin" / "firmware.elf"
    return image.exists() and image.stat().st_mtime >= FIRMWARE.stat().st_mtime


pytestmark = pytest.mark.skipif(not is_current(), reason="tools/chip --small builds it")


@pytest.fixture(scope="module")
def chip(tmp_path_factory):
    chip = Chip(tmp_path_factory.mktemp("small"), build=SMALL).start()
    yield chip
    violations, _, report = chip.stop()
    assert violations == 0, report


@pytest.fixture
def krait(chip, tmp_path):
    krait = Krait(tmp_path / "ann", chip)
    yield krait
    krait("rm", "-r", ":app", ":main.kri", ":boot.kri")
    krait("reset")


def test_programs(krait, tmp_path):
    assert krait.json("info")[0]["compiler"] == "false"
    assert krait.out("exec", "def f(n): return [i ** 2 for i in range(n)]") == ""
    assert krait.out("eval", "f(4), '%.2f' % (1 / 3), 2 ** 70") == "([0, 1, 4, 9], '0.33', 1180591620717411303424)\n"
    program = tmp_path / "prog.py"
    program.write_text("import sys, json\nprint(json.dumps({'a': [1, None]}), sys.argv[1:])\ndef f(x):\n    return 1 / x\nf(0)\n")
    done = krait("run", program, "b")
    assert (done.returncode, done.stdout) == (1, '{"a": [1, null]} [\'b\']\n')
    assert done.stderr.endswith('  File "prog.py", line 4, in f\n    return 1 / x\nZeroDivisionError: division by zero\n')
    assert "SyntaxError" in krait("exec", "x = (").stderr


LEFT_OUT = {
    "complex(1)": "TypeError: this device has no complex numbers",
    "(-8) ** 0.5": "TypeError: this device has no complex numbers",
    "1j": "TypeError: this device has no complex numbers",
    "b'a'.decode('utf-16')": "LookupError: unknown encoding: utf-16",
    "b'\\xff'.decode('utf-8', 'backslashreplace')": "LookupError: unknown error handler name 'backslashreplace'",
    "help": "NameError: name 'help' is not defined",
    "'a'.title": "AttributeError: 'str' object has no attribute 'title'",
    "__import__('math').erf": "AttributeError: module 'math' has no attribute 'erf'",
    "__import__('time').strftime": "AttributeError: module 'time' has no attribute 'strftime'",
    "__import__('asyncio')": "ModuleNotFoundError: No module named 'asyncio'",
}


@pytest.mark.parametrize("text", LEFT_OUT)
def test_what_is_left_out_says_so(krait, text):
    assert krait("eval", text).stderr.splitlines()[-1] == LEFT_OUT[text]


def test_async_for_is_left_out_and_await_is_not(krait):
    krait.out("exec", "async def one(): return 1\nasync def two(): return await one() + 1")
    assert krait.out("exec", "try: two().send(None)\nexcept StopIteration as e: print(e.value)") == "2\n"
    krait.out("exec", "async def three():\n    async for x in one(): pass")
    assert krait("exec", "three().send(None)").stderr.splitlines()[-1] == "NotImplementedError: this device has no async iterators"


def test_what_stays_is_whole(krait):
    assert krait.out("eval", "'na\u00efve \u00df \u00b5 \u00ff \u0416'.upper(), 'm\u00df\u0416'.isalpha(), isinstance(3, complex)") == "('NA\u00cfVE SS \u039c \u0178 \u0416', True, False)\n"
    assert krait.out("eval", "b'\\xffa'.decode('utf-8', 'replace'), '\u00e9\u0416'.encode('latin-1', 'ignore')") == "('\ufffda', b'\\xe9')\n"
    assert krait("eval", "'\u0416'.encode('ascii')").stderr.splitlines()[-1] == (
        "UnicodeEncodeError: 'ascii' codec can't encode character '\\u0416' in position 0: ordinal not in range(128)")
    krait.out("exec", "import hashlib, math, random")
    assert krait.out("eval", "hashlib.sha256(b'abc').hexdigest()[:8], math.sin(100) < -0.5, random.randint(3, 3), 'erf' in dir(math), len(vars(math)) > 30") == (
        "('ba7816bf', True, 3, False, True)\n")


def test_two_of_it_fit_in_a_mebibyte():
    """Each with its header, and 13 sectors of files (tests/power/test_slots.c)."""
    sizes = subprocess.run(["xtensa-lx106-elf-size", "-A", SMALL / "bin" / "firmware.elf"], capture_output=True, text=True, check=True).stdout
    flash = sum(int(line.split()[1]) for line in sizes.splitlines() if line.startswith((".text ", ".rodata ", ".data ", ".iram ")))
    assert flash <= 487424


def test_modules_of_files_and_of_a_mount(krait, tmp_path):
    folder = tmp_path / "app"
    (folder / "pack").mkdir(parents=True)
    (folder / "pack/__init__.py").write_text("from .inner import x\n")
    (folder / "pack/inner.py").write_text("x = 7\n")
    assert krait.out("mount", folder, "--", "exec", "import pack; print(pack.x, pack.__file__)") == "7 /remote/pack/__init__.kri\n"
    krait.out("reset")
    krait.out("sync", folder, ":app")
    assert krait.out("exec", "import sys; sys.path.append('/app'); import pack; print(pack.x, pack.__file__)") == "7 /app/pack/__init__.kri\n"


def test_main_runs_at_the_start(krait, tmp_path):
    (tmp_path / "main.py").write_text("from machine import Pin\nstarted = Pin(2, Pin.OUT)(1)\nstarted = 'yes'\n")
    krait.out("cp", tmp_path / "main.py", ":")
    krait.out("reset", "--hard")
    assert krait.out("eval", "--wait", "started") == "'yes'\n"


def test_the_cable_says_what_to_do_and_shows_what_programs_print(chip, krait, tmp_path):
    chip.type("\r")
    chip.expect(r"Krait \S+ on \S+; \S+\r\nNo compiler here: use `krait repl` or `krait run`\.\r\n")
    krait.out("exec", "print('seen\\ntwice')")
    chip.expect(r"seen\r\ntwice\r\n")
    (tmp_path / "main.py").write_text("print('name?')\nprint('it is', input())\nwhile True: pass\n")
    krait.out("cp", tmp_path / "main.py", ":")
    chip.type("\x04")
    chip.expect(r"name\?\r\n")
    chip.type("kraj\x7fit\r")
    chip.expect(r"kraj\x08 \x08it\r\nit is krait\r\n")
    chip.type("\x03")
    chip.expect(r"KeyboardInterrupt")
