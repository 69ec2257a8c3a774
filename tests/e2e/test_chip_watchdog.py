"""The watchdog of the emulated chip: a program that keeps the machine busy lives, a chip that is stuck is restarted and says why.

The machine polls everywhere, so no program is stuck. What is, here, is the processor: a debugger's hand puts it into a loop of one instruction, with interrupts let through.
"""

import socket
import time

import pytest

from chip import Chip
from conftest import PATIENCE, Krait, free_port

WATCHDOG_S = 8  # BOARD_PATIENCE_S of ports/esp8266/board.h
LOOP_AT = 0x40107FF0  # the end of instruction RAM, where nothing lies
LOOP = bytes.fromhex("206000" "46feff")  # rsil a2, 0; j to it: where the processor is found, interrupts may be masked
CAUSE = "import machine; print([name for name in dir(machine) if name.endswith('_RESET') and getattr(machine, name) == machine.reset_cause()])"


def put_into_a_loop(port):
    """Speaks gdb's remote protocol to QEMU. The chip stands still from connecting to `c`, which has no answer; whatever came behind it would stop the chip again."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as link:
        link.sendall(packet("M%x,%x:%s" % (LOOP_AT, len(LOOP), LOOP.hex())))
        received = b""
        while not received.endswith(packet("OK")):  # that the chip has stopped may be said before
            more = link.recv(4096)
            assert more, "QEMU ended the link after %r" % received
            received += more
        link.sendall(b"+" + packet("c%x" % LOOP_AT))


def packet(text):
    return b"$%s#%02x" % (text.encode(), sum(text.encode()) % 256)


@pytest.fixture
def debugged(tmp_path):
    """A chip, and the port where its debugger listens."""
    port = free_port()
    chip = Chip(tmp_path / "chip", options=["-gdb", "tcp:127.0.0.1:%d" % port]).start()
    yield chip, port
    if chip.process.poll() is None:
        violations, _, report = chip.stop()
        assert violations == 0, report


def test_busy_lives_and_stuck_is_restarted(debugged, tmp_path, background):
    chip, port = debugged
    krait = Krait(tmp_path / "ann", chip)
    assert krait.out("exec", CAUSE) == "['PWRON_RESET']\n"
    busy = background(krait.start("exec", "import time\nend = time.ticks_add(time.ticks_ms(), %d)\nwhile time.ticks_diff(end, time.ticks_ms()) > 0: pass\nprint('lived')\n"
                                  "while True: pass" % (1000 * (WATCHDOG_S + 2)), bufsize=0))
    assert busy.stdout.read(6) == b"lived\n"
    assert "watchdog" not in chip.read()
    put_into_a_loop(port)
    begin = time.monotonic()
    chip.expect("failed: watchdog 0 at 40107ff[03]")
    assert time.monotonic() - begin > WATCHDOG_S - 2
    chip.wait_for_uri()
    busy.kill()
    bob = Krait(tmp_path / "bob", chip)
    assert bob.out("exec", CAUSE) == "['WDT_RESET']\n"
    assert bob.json("info")[0]["boots"] == "2"
    bob.out("reset", "--hard")
    chip.wait_for_uri()
    assert Krait(tmp_path / "eve", chip).out("exec", CAUSE) == "['HARD_RESET']\n"


def test_exception_is_said(debugged, tmp_path):
    """A load from nowhere, by a program that asked for it."""
    chip, _ = debugged
    krait = Krait(tmp_path / "ann", chip)
    krait("exec", "import machine; machine.mem32[0x20000000]")
    chip.expect("failed: exception")
    chip.wait_for_uri()
    bob = Krait(tmp_path / "bob", chip)
    assert bob.out("exec", CAUSE) == "['WDT_RESET']\n"
    assert "the machine was reset" in bob("exec", "import machine; machine.soft_reset()").stderr
    assert bob.out("exec", CAUSE) == "['SOFT_RESET']\n"
