"""The prompt on a pseudo-terminal and on TCP, as mpremote and its like use it: conversations, programs' input, resets, other clients, files of the host."""

import ast
import os
import pathlib
import re
import socket
import struct
import subprocess

import pytest

from conftest import BIN, PATIENCE, wait_until
from rawrepl import RAW, Board, PtyStream, TcpStream

VECTORS = pathlib.Path(__file__).parent / "vectors" / "serial.txt"
BANNER = b"MicroPython REPL by Krait "


def conversations():
    found = {}
    for line in VECTORS.read_text().splitlines():
        if line.startswith("= "):
            name = line[2:]
            found[name] = []
        elif line[:2] in ("H ", "D "):
            found[name].append((line[0], ast.literal_eval(line[2:])))
    return found


@pytest.fixture
def prompts(new_device, tmp_path):
    """A device with both streams: PTY path and TCP port are attributes."""
    device = new_device("--pty", str(tmp_path / "pty"), "--legacy-tcp", "127.0.0.1:0", start=False)
    (device.root / "boot.py").write_text("print('booted')\n")
    (device.root / "main.py").write_text("print('main ran')\n")
    device.start()
    device.pty = tmp_path / "pty"
    device.tcp = int(wait_until(lambda: re.findall(r"legacy TCP on \S*?:(\d+)\n", device.log_text()), "the port of legacy TCP")[-1])
    return device


@pytest.fixture
def boards():
    """Opens boards; all are closed."""
    opened = []

    def connect(device, kind="pty"):
        board = Board(PtyStream(device.pty) if kind == "pty" else TcpStream(device.tcp))
        opened.append(board)
        if kind == "pty":
            board.prompt()  # a serial line may have been anywhere
        else:
            board.until(b">>> ")
        return board

    yield connect
    for board in opened:
        board.close()


@pytest.fixture
def board(prompts, boards):
    return boards(prompts)


@pytest.mark.parametrize("kind", ["pty", "tcp"])
@pytest.mark.parametrize("name", conversations())
def test_conversation(prompts, boards, kind, name):
    board = boards(prompts, kind)
    for who, data in conversations()[name]:
        if who == "H":
            board.send(data)
        else:
            assert board.take(len(data)) == data
    assert board.waiting == b""


def test_byte_by_byte(board):
    for who, data in conversations()["raw"]:
        if who == "H":
            for i in range(len(data)):
                board.send(data[i:i + 1])
        else:
            assert board.take(len(data)) == data


def test_completion(board):
    assert board.line("import sys") == ""
    board.send("sys.byteo\t")
    board.until(b"rder")
    board.send("\r")
    board.until(b"'little'\r\n>>> ")
    board.send("sys.p\t")
    listed = board.until(b">>> sys.p")
    assert b"path  " in listed and b"platform  " in listed
    board.send("\x03")


def test_history_is_edited(board):
    board.line("a = 12")
    board.send("\x1b[A\x7f3\r")
    board.until(b">>> ")
    assert board.line("a") == "13\r\n"


def test_raw_paste_window(board):
    """A source of many windows; the device takes it as fast as it gives windows."""
    board.enter_raw()
    source = "".join("a%d = %r\n" % (i, "x" * 50) for i in range(2000)) + "print(a1999)\n"
    assert board.paste(source) == ("x" * 50 + "\r\n", "")
    assert board.grants >= len(source) // 16384
    assert board.exec(source) == ("x" * 50 + "\r\n", "")


def test_raw_paste_of_an_error(board):
    board.enter_raw()
    output, error = board.paste("def f(:\n" + "pass\n" * 10000)
    assert output == "" and error.endswith("SyntaxError: invalid syntax\r\n")
    assert board.out("print(1)") == "1\r\n"


def test_a_source_that_is_too_long(board):
    board.enter_raw()
    source = b"#" * (9 << 20)
    output, error = board.paste(source)
    assert (output, error) == ("", "MemoryError: the program text is too long\r\n")
    assert board.out("print(1)") == "1\r\n"


def test_interrupt(board):
    board.send("while True: pass\r\r")
    board.until(b"pass\r\n... \r\n")
    board.send(b"\x03")
    assert b"KeyboardInterrupt: \r\n>>> " in board.until(b">>> ")
    board.enter_raw()
    board.send("import time\nprint('go')\ntime.sleep(1000)\x04")
    board.until(b"OKgo\r\n")
    board.send(b"\x03")
    output, error = board.answer()
    assert output == "" and error.endswith("KeyboardInterrupt: \r\n")


def test_kbd_intr(board):
    """Binary data may hold ctrl-C while it is switched off; the next program has it again."""
    board.enter_raw()
    board.send("import micropython, sys\nmicropython.kbd_intr(-1)\nprint('go')\nprint(sys.stdin.buffer.read(4))\x04")
    board.until(b"OKgo\r\n")
    board.send(b"\x01\x03\x04\xff")
    assert board.answer() == ("b'\\x01\\x03\\x04\\xff'\r\n", "")
    board.send("while True: pass\x04")
    board.until(b"OK")
    board.send(b"\x03")
    assert board.answer()[1].endswith("KeyboardInterrupt: \r\n")


def test_poll_of_standard_input(board):
    board.enter_raw()
    board.send("import select, sys\np = select.poll()\np.register(sys.stdin, select.POLLIN)\nprint(p.poll(0), flush=True)\n"
               "p.poll()\nprint(repr(sys.stdin.read(1)))\x04")
    board.until(b"OK[]\r\n")
    board.send(b"k")
    assert board.answer() == ("'k'\r\n", "")


def test_main_reads_what_is_typed(prompts, boards):
    (prompts.root / "main.py").write_text("print('ready')\nwhile True: print('got', repr(input()))\n")
    board = boards(prompts)
    board.send(b"\x04")
    board.until(b"ready\r\n")
    board.send(b"abc\r")
    board.until(b"abc\r\ngot 'abc'\r\n")
    board.send(b"\x03")
    assert b"KeyboardInterrupt" in board.until(BANNER)
    board.until(b">>> ")
    assert board.line("1+1") == "2\r\n"


def test_other_programs_are_shown_and_interrupted(board, krait_of, background):
    program = background(krait_of.start("exec", "print('theirs')\nwhile True: pass"))
    board.until(b"theirs\r\n>>> ")
    board.send(b"\r\x03")
    assert b"KeyboardInterrupt" in program.communicate(timeout=PATIENCE)[1]
    board.enter_raw()
    assert board.out("print(2)") == "2\r\n"


@pytest.fixture
def krait_of(prompts, tmp_path):
    from conftest import Krait

    return Krait(tmp_path / "ann", prompts)


def test_others_learn_who_is_busy(board, krait_of):
    board.enter_raw()
    board.send("print('go')\nwhile True: pass\x04")
    board.until(b"OKgo\r\n")
    done = krait_of("exec", "1")
    assert done.returncode != 0 and "pty" in done.stderr
    board.send(b"\x03")
    board.answer()
    assert krait_of.out("exec", "print(3)") == "3\n"


def test_a_console_that_somebody_owns(board, krait_of, terminal):
    """`krait repl` has the machine; the link stays over a soft reset from here."""
    theirs = terminal(krait_of, "repl")
    theirs.expect(">>> ")
    theirs.type("y = 6\r")
    theirs.expect(">>> ")
    board.enter_raw()
    output, error = board.exec("print(1)")
    assert output == "" and re.match(r"OSError: \[Errno 16\] EBUSY: the console is held by \S+\r\n", error)
    board.send(b"\x04")
    board.until(b"OK\r\nMPY: soft reboot\r\nbooted\r\n" + RAW)
    theirs.type("print('y' in globals(), 40 + 2)\r")
    theirs.expect("False 42")


def test_a_queued_program_is_told_and_runs(board, krait_of, background):
    program = background(krait_of.start("exec", "import time\nprint('theirs')\nwhile 'go' not in __import__('os').listdir('/'): time.sleep_ms(1)"))
    board.until(b"theirs\r\n>>> ")
    board.send("print('mi' + 'ne')\r")
    assert re.search(rb"waiting for \S+; Ctrl-C interrupts it\r\n", board.until(b"it\r\n"))
    krait_of.out("mkdir", ":/go")
    board.until(b"mine\r\n>>> ")
    assert program.wait(PATIENCE) == 0


def test_what_is_not_read_holds_the_program_back(board, krait_of):
    """Nobody reads, the program waits; ctrl-C ends it all the same, and nothing is lost up to there."""
    board.enter_raw()
    board.send("i = 0\nwhile True:\n print(i)\n i += 1\x04")
    wait_until(lambda: krait_of("exec", "1").returncode != 0, "the program runs")
    board.send(b"\x03")
    output, error = board.answer()
    assert error.endswith("KeyboardInterrupt: \r\n")
    numbers = output[2:].split("\r\n")
    assert numbers[:1000] == [str(i) for i in range(1000)]
    assert board.out("print(4)") == "4\r\n"


def test_much_output(board):
    board.enter_raw()
    assert board.out("import sys\nfor i in range(200): sys.stdout.buffer.write(bytes(range(5, 100)) * 100)") == \
        bytes(range(5, 100)).decode() * 20000


def test_a_program_outlives_its_terminal(prompts, boards, krait_of):
    board = boards(prompts, "tcp")
    board.enter_raw()
    board.send("import time\nopen('/a', 'w').close()\nwhile 'b' not in __import__('os').listdir('/'): time.sleep_ms(1)\nopen('/c', 'w').close()\x04")
    wait_until((prompts.root / "a").exists, "the program runs")
    board.stream.socket.shutdown(socket.SHUT_RDWR)
    wait_until(lambda: "terminal tcp closed" in prompts.log_text(), "the terminal is gone")
    (prompts.root / "b").touch()
    wait_until((prompts.root / "c").exists, "the program goes on")
    assert boards(prompts, "tcp").line("1+1") == "2\r\n"


def test_pty_users_come_and_go(prompts, boards):
    for _ in range(1000):
        board = Board(PtyStream(prompts.pty))
        board.prompt()
        board.send("x = [\r")
        board.until(b"... ")
        board.close()
    assert boards(prompts).line("1+1") == "2\r\n"


def test_hard_reset_keeps_the_streams(prompts, boards):
    board = boards(prompts)
    board.enter_raw()
    board.send("import machine; machine.reset()\x04")
    wait_until(lambda: prompts.log_text().count("a prompt for serial tools") == 2, "the device begins again")
    board.enter_raw()
    assert board.out("print(5)") == "5\r\n"
    assert boards(prompts, "tcp").line("1+1") == "2\r\n"


def test_the_link_goes_with_the_device(new_device, tmp_path):
    link = tmp_path / "link"
    link.symlink_to("/dev/pts/999999")
    device = new_device("--pty", str(link))
    assert os.readlink(link).startswith("/dev/pts/") and link.exists()
    assert device.stop() == 0
    assert not link.is_symlink()
    link.write_text("mine")
    done = subprocess.run([BIN / "kraitd", "--root", device.root, "--state", device.state, "--listen", "127.0.0.1:0", "--pty", link],
                          capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode != 0 and "File exists" in done.stderr
    assert link.read_text() == "mine"


def test_one_tcp_client_at_a_time(prompts, boards):
    board = boards(prompts, "tcp")
    second = Board(TcpStream(prompts.tcp))
    assert second.rest() == b"Another client has this terminal.\r\n"
    second.close()
    assert board.line("1+1") == "2\r\n"


def test_tcp_is_warned_of_and_off_by_default(prompts, new_device):
    assert re.search(r"warning +legacy TCP is on: .*without a key", prompts.log_text())
    assert "legacy" not in new_device().log_text()


def test_telnet_and_rfc2217(prompts, boards):
    board = boards(prompts, "tcp")
    board.send(b"\xff\xfb\x2c\xff\xfd\x00")
    assert board.take(12) == b"\xff\xfb\x01\xff\xfb\x03\xff\xfd\x2c\xff\xfb\x00"
    board.send(b"\xff\xfa\x2c\x01" + struct.pack(">I", 9600) + b"\xff\xf0")
    assert board.take(10) == b"\xff\xfa\x2c\x65" + struct.pack(">I", 9600) + b"\xff\xf0"
    board.send(b"print(len('\xc3\xa9'))\r\0")
    board.until(b"1\r\n>>> ")
    board.send("import sys; n = sys.stdout.buffer.write(b'<\\xff>')\r")
    board.until(b"<\xff\xff>")
    board.send(b"while 1: pass\r\0\r\0")
    board.until(b"pass\r\n... \r\n")
    board.send(b"\xff\xf4")
    board.until(b"KeyboardInterrupt: \r\n>>> ")


# --- a directory of the host, mounted over the stream

DEVICE_HALF = r"""
import io, micropython, os, select, struct, sys
class Wire:
    def __enter__(self):
        micropython.kbd_intr(-1)
        return self
    def __exit__(self, *_):
        micropython.kbd_intr(3)
    def begin(self, number):
        sys.stdout.buffer.write(bytes((0x18, number)))
        if not poll.poll(10000): raise OSError(110)
        while sys.stdin.buffer.read(1) != b'\x18': pass
    def put(self, form, *values):
        sys.stdout.buffer.write(struct.pack(form, *values))
    def put_text(self, text):
        data = text.encode()
        self.put('<i', len(data))
        sys.stdout.buffer.write(data, len(data))
    def get(self, form):
        data = bytearray(struct.calcsize(form))
        n = sys.stdin.buffer.readinto(data, len(data))
        while n < len(data): n += sys.stdin.buffer.readinto(memoryview(data)[n:], len(data) - n)
        return struct.unpack(form, data)[0]
    def get_bytes(self):
        return sys.stdin.buffer.read(self.get('<i'))
class HostFile(io.IOBase):
    def __init__(self, fd, text): self.fd, self.text = fd, text
    def ioctl(self, request, argument):
        if request == 4:
            with Wire() as w:
                w.begin(5)
                w.put('<b', self.fd)
        return 512 if request == 11 else 0
    def read(self, n=-1):
        with Wire() as w:
            w.begin(6)
            w.put('<bi', self.fd, n)
            data = w.get_bytes()
        return data.decode() if self.text else data
    def readinto(self, b):
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)
    def close(self): self.ioctl(4, 0)
    def __enter__(self): return self
    def __exit__(self, *_): self.close()
class HostFS:
    def mount(self, readonly, mkfs): pass
    def umount(self): pass
    def chdir(self, path): self.cwd = path
    def stat(self, path):
        with Wire() as w:
            w.begin(1)
            w.put_text(path)
            error = w.get('<b')
            if error: raise OSError(-error)
            mode, size = w.get('<I'), w.get('<I')
        return (mode, 0, 0, 0, 0, 0, size, 0, 0, 0)
    def ilistdir(self, path):
        with Wire() as w:
            w.begin(2)
            w.put_text(path)
            error = w.get('<b')
        if error: raise OSError(-error)
        while True:
            with Wire() as w:
                w.begin(3)
                name = w.get_bytes().decode()
                if not name: return
                kind = w.get('<I')
            yield name, kind, 0
    def open(self, path, mode):
        with Wire() as w:
            w.begin(4)
            w.put_text(path)
            w.put_text(mode)
            fd = w.get('<b')
        if fd < 0: raise OSError(-fd)
        return HostFile(fd, 'b' not in mode)
poll = select.poll()
poll.register(sys.stdin, 1)
os.mount(HostFS(), '/host')
os.chdir('/host')
"""


class Host:
    """The host's half: serves files out of a dict while a program runs."""

    def __init__(self, board, files):
        self.board, self.files = board, files
        self.open, self.names, self.calls = {}, [], []

    def number(self, form):
        return struct.unpack(form, self.board.take(struct.calcsize(form)))[0]

    def text(self):
        return self.board.take(self.number("<i")).decode()

    def path(self):
        return self.text().lstrip("/")

    def serve(self):
        number = self.board.take(1)[0]
        self.calls.append(number)
        self.board.send(b"\x18")
        if number == 1:
            path = self.path()
            found = self.files.get(path)
            size = len(found) if found is not None else 0
            known = found is not None or path in ("", ".")
            self.board.send(struct.pack("<bII", 0, 0x8000 if found is not None else 0x4000, size) if known else b"\xfe")
        elif number == 2:
            self.path()
            self.names = sorted(self.files)
            self.board.send(b"\0")
        elif number == 3:
            name = self.names.pop(0).encode() if self.names else b""
            self.board.send(struct.pack("<i", len(name)) + name + (struct.pack("<I", 0x8000) if name else b""))
        elif number == 4:
            path, _ = self.path(), self.text()
            if path not in self.files:
                self.board.send(b"\xfe")
            else:
                fd = len(self.open)
                self.open[fd] = [self.files[path], 0]
                self.board.send(bytes([fd]))
        elif number == 5:
            self.number("<b")
        elif number == 6:
            file = self.open[self.number("<b")]
            size = self.number("<i")
            data = file[0][file[1]:] if size < 0 else file[0][file[1]:file[1] + size]
            file[1] += len(data)
            self.board.send(struct.pack("<i", len(data)) + data)

    def exec(self, source):
        self.board.send(source.encode() + b"\x04")
        assert self.board.take(2) == b"OK"
        output = b""
        while (byte := self.board.take(1)) != b"\x04":
            if byte == b"\x18":
                self.serve()
            else:
                output += byte
        error = self.board.until(b"\x04")[:-1]
        assert self.board.take(1) == b">"
        return output.decode(), error.decode()


@pytest.mark.parametrize("kind", ["pty", "tcp"])
def test_files_of_the_host(prompts, boards, kind):
    board = boards(prompts, kind)
    binary = bytes(range(256)) * 40  # with ctrl-C, ctrl-D and 18 in it
    host = Host(board, {"mod.py": b"VALUE = 42\ndef f(): return 'from the host'\n", "data.bin": binary, "text": "zwölf\n".encode()})
    board.enter_raw()
    assert board.exec(DEVICE_HALF) == ("", "")
    assert host.exec("import mod; print(mod.VALUE, mod.f())") == ("42 from the host\r\n", "")
    assert host.exec("print(sorted(os.listdir()), os.getcwd(), os.stat('text')[6])") == ("['data.bin', 'mod.py', 'text'] /host 7\r\n", "")
    assert host.exec("with open('data.bin', 'rb') as f: data = f.read()\nprint(data == bytes(range(256)) * 40)") == ("True\r\n", "")
    assert host.exec("print(open('text').read())") == ("zwölf\r\n\r\n", "")
    output, error = host.exec("open('nix')")
    assert output == "" and error.rstrip().split("\r\n")[-1].startswith("OSError: 2")
    assert {1, 2, 3, 4, 5, 6} == set(host.calls)
