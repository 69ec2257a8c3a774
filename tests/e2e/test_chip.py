"""The firmware on an emulated chip: built for lx106, run in QEMU under the memory guard, driven by the real krait over TCP.

tools/chip builds what this needs. Every test fails, whatever it is about, when the guard saw an access that the chip would not allow.
"""

import pytest

from chip import Chip
from conftest import Krait


@pytest.fixture
def new_chip(tmp_path):
    """Makes chips; all are ended, and none may have broken a rule of the chip's memory."""
    made = []

    def make(name="chip", **options):
        made.append(Chip(tmp_path / name, **options))
        return made[-1].start()

    yield make
    for chip in made:
        if chip.process.poll() is None:
            violations, _, report = chip.stop() or (0, 0, "")
            assert violations == 0, report


@pytest.fixture
def chip(new_chip):
    return new_chip()


@pytest.fixture
def krait(chip, tmp_path):
    return Krait(tmp_path / "ann", chip)


def test_boots_and_runs_python(krait):
    assert krait.out("exec", "print(6 * 7)") == "42\n"
    assert krait.out("eval", "'%s %.3f' % (2 ** 100, 1 / 3)") == "'1267650600228229401496703205376 0.333'\n"


def test_says_what_it_is(krait):
    info = krait.out("info")
    assert "krait-esp8266" in info
    assert krait.out("exec", "import sys; print(sys.platform)") == "esp8266\n"


def test_keeps_its_key_and_counts_its_starts(new_chip, tmp_path):
    chip = new_chip()
    first = chip.uri
    chip.stop()
    chip.start()
    assert chip.uri.split("#")[1] == first.split("#")[1]
    assert Krait(tmp_path / "bob", chip).json("info")[0]["boots"] == "2"


def test_wrong_key_is_refused(chip, tmp_path):
    wrong = chip.uri.split("#")[0] + "#" + "A" * 43
    done = Krait(tmp_path / "eve")("pair", wrong)
    assert done.returncode == 4, done.stderr


def test_traceback_and_exit_codes(krait):
    done = krait("exec", "1 / 0")
    assert done.returncode == 1
    assert "ZeroDivisionError: division by zero" in done.stderr


def test_busy_loop_is_interrupted(krait, background):
    busy = background(krait.start("exec", "print('on')\nwhile True: pass", bufsize=0))
    assert busy.stdout.read(3) == b"on\n"
    krait.out("interrupt")
    out, error = busy.communicate(timeout=60)
    assert b"KeyboardInterrupt" in error


def test_reset_begins_again(chip, krait):
    krait.out("reset", "--hard")
    chip.wait_for_uri()
    assert krait.json("info")[0]["boots"] == "2"
