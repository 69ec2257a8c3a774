"""Files over the serial cable of the emulated chip: `krait` at its raw REPL, as at a stock MicroPython board's, in 32 KiB of heap."""

import os
import pty
import select
import threading
import tty

import pytest

from chip import Chip
from conftest import Krait

EVERY_BYTE = bytes(range(256)) * 40 + b"\x01\x02\x03\x04\x05\x10\x10\x30\x10\x31" * 33


class Cable:
    """A pseudo-terminal whose other end is the chip's UART."""

    def __init__(self, chip):
        self.chip = chip
        self.end, self.port = pty.openpty()
        tty.setraw(self.port)
        self.name = os.ttyname(self.port)
        self.carried = 0  # bytes towards the chip
        self.over, self.stop = os.pipe()
        self.thread = threading.Thread(target=self.carry)
        self.thread.start()

    def carry(self):
        uart = self.chip.process.stdout
        while True:
            ready = select.select([uart, self.end, self.over], [], [])[0]
            if self.over in ready:
                return
            if uart in ready:
                os.write(self.end, uart.read() or b"")
            if self.end in ready:
                data = os.read(self.end, 512)
                self.carried += len(data)
                self.chip.type(data.replace(b"\x01", b"\x01\x01"))  # ctrl-A is QEMU's own

    def close(self):
        os.write(self.stop, b".")
        self.thread.join()
        for descriptor in (self.end, self.port, self.over, self.stop):
            os.close(descriptor)


@pytest.fixture(scope="module")
def cable(tmp_path_factory):
    chip = Chip(tmp_path_factory.mktemp("cable")).start()
    cable = Cable(chip)
    yield cable
    cable.close()
    violations, _, report = chip.stop()
    assert violations == 0, report


@pytest.fixture
def board(cable, tmp_path):
    board = Krait(tmp_path / "ann")
    board.environment["KRAIT_DEVICE"] = cable.name
    yield board
    board("rm", "-rf", ":a", ":b", ":f")


def free_memory(board):
    return int(board.out("exec", "import gc; gc.collect(); print(gc.mem_free())"))


def test_there_and_back(board, tmp_path):
    (tmp_path / "f").write_bytes(EVERY_BYTE)
    (tmp_path / "empty").write_bytes(b"")
    board.out("mkdir", ":a")
    board.out("cp", tmp_path / "f", tmp_path / "empty", ":a")
    board.out("cp", ":a/f", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == EVERY_BYTE
    assert board.out("ls", "-1", ":a").split() == ["empty", "f"]
    assert board.out("exec", "f = open('/a/f', 'rb'); print(sum(map(sum, iter(lambda: f.read(64), b'')))); f.close()") == "%d\n" % sum(EVERY_BYTE)


def test_names_are_changed(board, tmp_path):
    (tmp_path / "f").write_text("text\nof two lines\n")
    board.out("cp", tmp_path / "f", ":f")
    board.out("mkdir", "-p", ":a/b")
    board.out("cp", ":f", ":a/b/copy")
    board.out("mv", ":f", ":a/moved")
    assert board.out("cat", ":a/moved", ":a/b/copy") == "text\nof two lines\n" * 2
    assert "copy" in board.out("tree", ":a") and "moved" in board.out("ls", ":a")
    board.out("rm", ":a/moved")
    assert board.out("ls", "-1", ":a").split() == ["b/"]
    board.out("rm", "-r", ":a")
    assert board("ls", ":a").returncode == 6


def test_failures_are_named(board, tmp_path):
    (tmp_path / "f").write_text("x")
    assert "no such file" in board("cat", ":none").stderr
    assert "no such file" in board("mv", ":none", ":f").stderr
    assert "no such file" in board("cp", ":none", tmp_path / "g").stderr
    board.out("mkdir", ":a")
    assert "exists" in board("mkdir", ":a").stderr
    assert "directory" in board("rm", ":a").stderr


def test_sync(board, tmp_path):
    tree = tmp_path / "tree"
    (tree / "sub").mkdir(parents=True)
    for i in range(6):
        (tree / "sub" / ("f%d" % i)).write_bytes(bytes([i]) * 700 * i)
    assert "6 sent" in board.out("sync", tree, ":b")
    (tree / "sub" / "f3").write_text("changed")
    assert "1 sent, 5 unchanged" in board.out("sync", tree, ":b")
    board.out("cp", "-r", ":b", tmp_path / "copy")
    for i in range(6):
        assert (tmp_path / "copy" / "sub" / ("f%d" % i)).read_bytes() == (tree / "sub" / ("f%d" % i)).read_bytes()


def test_nothing_stays_behind(board, tmp_path):
    (tmp_path / "f").write_text("x" * 900)
    board.out("cp", tmp_path / "f", ":f")
    before = free_memory(board)
    for _ in range(4):
        board.out("cp", tmp_path / "f", ":f", "+", "ls", "+", "rm", ":f")
    assert free_memory(board) >= before - 2048  # a value that looks like a pointer may hold the frame of the last helper, not its parts
    assert board.out("eval", "'__krait' in globals()") == "False\n"


def test_beside_a_program_s_data(board, tmp_path):
    """Each command gets on with what is left, and what one left undone for want of memory a helper of its own does."""
    (tmp_path / "f").write_bytes(EVERY_BYTE)
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "g").write_text("y" * 500)
    board.out("reset")  # how the heap is cut up is not the matter here
    board.out("exec", "held = bytearray(6000)")
    try:
        board.out("cp", tmp_path / "f", ":f")
        assert "1 sent" in board.out("sync", tmp_path / "tree", ":b")
        board.out("ls", "-r", ":", "+", "cp", ":f", tmp_path / "back", "+", "rm", ":f", "+", "mv", ":b/g", ":b/h", "+", "cp", ":b/h", ":f")
        assert (tmp_path / "back").read_bytes() == EVERY_BYTE
        assert board.out("cat", ":f") == "y" * 500
        assert board.out("eval", "len(held)") == "6000\n"
    finally:
        board.out("exec", "del held")


def test_few_bytes_go(cable, board):
    """At 115200 bit/s they are what takes the time."""
    board.out("ls")
    before = cable.carried
    board.out("ls")
    assert cable.carried - before < 3500
