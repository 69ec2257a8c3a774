"""`krait` to boards that know only a raw REPL: kraitd's pseudo-terminal and its WebREPL stand for them. Whatever is asked of them is what a stock MicroPython board
can do; docs/COMPATIBILITY.md tells of the runs against MicroPython itself.
"""

import json
import os
import pty
import re
import resource
import select
import signal
import stat
import subprocess
import tty

import pytest
from conftest import BIN, Krait, Terminal, wait_until

EVERY_BYTE = bytes(range(256)) * 64 + b"\x01\x02\x03\x04\x05\x10\x10\x30\x10\x31" * 33
PASSWORD = "s3cret words"


class Board(Krait):
    """The command with one board as its device."""

    def __init__(self, folder, address):
        super().__init__(folder)
        self.address = address
        self.environment["KRAIT_DEVICE"] = str(address)


class Line:
    """A pseudo-terminal between the command and a test that plays the board."""

    def __init__(self):
        self.board, self.port = pty.openpty()
        tty.setraw(self.port)
        self.name = os.ttyname(self.port)

    def read(self, seconds=30):
        assert select.select([self.board], [], [], seconds)[0], "nothing came"
        return os.read(self.board, 65536)

    def until(self, end):
        data = b""
        while end not in data:
            data += self.read()
        return data

    def write(self, data):
        os.write(self.board, data)

    def close(self):
        os.close(self.board)
        os.close(self.port)


@pytest.fixture
def wired(new_device, tmp_path):
    """The device behind the pseudo-terminal."""
    return new_device("--pty", tmp_path / "port", "--webrepl-password", PASSWORD)


@pytest.fixture(params=["pty", "webrepl"])
def board(request, wired, tmp_path):
    """A board by serial port and by WebREPL."""
    if request.param == "pty":
        return Board(tmp_path / "ann", tmp_path / "port")
    made = Board(tmp_path / "ann", "ws://127.0.0.1:%d" % wired.port)
    made.environment["KRAIT_PASSWORD"] = PASSWORD
    return made


@pytest.fixture
def port(wired, tmp_path):
    return Board(tmp_path / "ann", tmp_path / "port")


@pytest.fixture
def line():
    made = Line()
    yield made
    made.close()


# --- programs


def test_exec_and_eval(board):
    assert board.out("exec", "print(1)") == "1\n"
    assert board.out("exec", "x = 6") == ""
    assert board.out("eval", "x * 7, 'ä'") == "(42, 'ä')\n"
    assert board.out("eval", "x # with a comment") == "6\n"
    assert board.json("eval", "'a b'") == [{"outcome": "ok", "code": 0, "value": "'a b'"}]
    done = board("exec", "print('before')\n1/0")
    assert (done.returncode, done.stdout) == (1, "before\n")
    assert done.stderr.startswith("Traceback (most recent call last):\n") and "line 2" in done.stderr
    assert done.stderr.endswith("ZeroDivisionError: division by zero\n")
    assert board("exec", "x = = 2").returncode == 1
    assert board.out("exec", "print(x)", "+", "eval", "x + 1") == "6\n7\n"


def test_exit_status(board):
    assert board("exec", "import sys\nprint('out')\nsys.exit(7)").returncode == 7
    done = board("exec", "raise SystemExit('so it ends')")
    assert (done.returncode, done.stderr) == (1, "so it ends\n")
    assert board("exec", "import sys; sys.exit()").returncode == 0
    assert board.out("eval", "1") == "1\n"  # and the board is still there


def test_source_that_looks_like_commands(board):
    assert board.out("exec", "print(repr('\x01\x02\x03\x04'), len('''a\nb'''))") == repr("\x01\x02\x03\x04") + " 3\n"
    long = "\n".join("v%d = '%s'" % (i, "x" * 50) for i in range(400)) + "\nprint(v399)"
    assert board.out("exec", long) == "x" * 50 + "\n"


def test_run(board, tmp_path):
    program = tmp_path / "blink.py"
    program.write_text("import sys\nprint(sys.argv[1:], __name__)\ndef f():\n    return 1 / 0\nif len(sys.argv) > 3:\n    f()\n")
    assert board.out("run", program, "a b", "ü") == "['a b', 'ü'] __main__\n"
    done = board("run", program, "1", "2", "3")
    assert done.returncode == 1 and 'File "blink.py", line 4' in done.stderr and "<stdin>" not in done.stderr
    assert board.out("run", "-", input="print('from here')") == "from here\n"


def test_run_what_the_board_stores(board, tmp_path):
    program = tmp_path / "stored.py"
    program.write_text("import sys\nprint(sys.argv, __name__)\nsys.exit(4)\n")
    board.out("cp", program, ":stored.py")
    done = board("run", ":stored.py", "a b")
    assert (done.returncode, done.stdout) == (4, "['/stored.py', 'a b'] __main__\n")
    done = board("run", ":none.py")
    assert done.returncode == 1 and "none.py" in done.stderr
    board.out("rm", ":stored.py")


def test_program_that_reads(port, tmp_path):
    program = tmp_path / "ask.py"
    program.write_text("import sys\nprint(repr(sys.stdin.buffer.read(5)))\n")
    assert port.out("run", program, input="hello and more") == "b'hello'\n"
    assert port.out("eval", "2") == "2\n"  # what the program did not read runs nowhere


def test_output_that_looks_like_a_mark(board):
    assert board.out("exec", "print('\\x10', '\\x10abc', 'end')") == "\x10 \x10abc end\n"


def test_images_are_refused(port, tmp_path):
    source = tmp_path / "m.py"
    source.write_text("print(1)\n")
    port("compile", source, check=True)
    done = port("run", tmp_path / "m.kri")
    assert done.returncode == 6 and "module images" in done.stderr
    assert port("cp", "--compile", source, ":").returncode == 2


def test_repl_from_a_pipe(board):
    session = "x = 20\nx + 1\nfor i in range(2):\n    print(i)\n\ns = '''a\nb'''\nlen(s)\n(1 +\n 2)\n1/0\nx\n"
    done = board("repl", input=session)
    assert done.stdout == "21\n0\n1\n3\n3\n20\n"
    assert "ZeroDivisionError" in done.stderr


def test_repl_at_a_terminal(port):
    typed = Terminal(port, "repl")
    try:
        typed.expect(">>> ")
        typed.type("import sys\r")
        typed.expect(">>> ")
        typed.type("sys.implementa\t")
        typed.expect("implementation")
        typed.type(".name\r")
        typed.expect(r"\n'\w+'")
        typed.type("\x04")
        assert typed.wait() == 0
    finally:
        typed.close()


def test_time_is_up(port):
    done = port("-t", "0.3", "exec", "while True: pass")
    assert done.returncode == 5 and "in time" in done.stderr
    assert port.out("eval", "3") == "3\n"


def test_ctrl_c(port, background):
    process = background(port.start("exec", "print('runs')\nwhile True: pass"))
    assert process.stdout.readline() == b"runs\n"
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=60)
    assert process.returncode == 130 and b"KeyboardInterrupt" in error
    assert port.out("eval", "4") == "4\n"


def test_reset(port):
    port("exec", "kept = 1", check=True)
    assert port.out("eval", "kept") == "1\n"
    assert port("reset").returncode == 0
    assert "NameError" in port("eval", "kept").stderr


def test_info(board):
    facts = board.json("info")[0]
    assert facts["name"].startswith(("/", "ws://")) and int(facts["heap_free"]) > 0 and facts["platform"]
    assert "heap_free" in board.out("info")


# --- files


def test_every_byte_both_ways(board, tmp_path, wired):
    source = tmp_path / "bytes.bin"
    source.write_bytes(EVERY_BYTE)
    assert board.out("cp", source, ":") == ""
    assert (wired.root / "bytes.bin").read_bytes() == EVERY_BYTE
    board("cp", ":bytes.bin", tmp_path / "back", check=True)
    assert (tmp_path / "back").read_bytes() == EVERY_BYTE
    assert board("cat", ":bytes.bin", binary=True).stdout == EVERY_BYTE
    assert [e.name for e in wired.root.iterdir()] == ["bytes.bin"]  # nothing temporary is left


def test_a_mebibyte(board, tmp_path, wired):
    data = os.urandom(1 << 20)
    (tmp_path / "big").write_bytes(data)
    board("cp", tmp_path / "big", ":big", check=True)
    assert (wired.root / "big").read_bytes() == data
    board("cp", ":big", tmp_path / "back", check=True)
    assert (tmp_path / "back").read_bytes() == data


def test_names(board, tmp_path, wired):
    for name in ("with blank", "ümläut ☃", "quo'te\"s", "com,ma", "tab\there"):
        (tmp_path / name).write_text(name)
        board("cp", tmp_path / name, ":" + name, check=True)
        assert (wired.root / name).read_text() == name
        assert board.out("cat", ":" + name) == name
    paths = {entry["path"] for entry in board.json("ls")}
    assert paths == {"/with blank", "/ümläut ☃", "/quo'te\"s", "/com,ma", "/tab\there"}


def test_trees(board, tmp_path, wired):
    tree = tmp_path / "tree"
    (tree / "a" / "b").mkdir(parents=True)
    (tree / "empty").mkdir()
    for i in range(40):
        (tree / "a" / ("f%d" % i)).write_bytes(b"%d" % i * i)
    (tree / "a" / "b" / "deep").write_text("x")
    board("cp", "-r", tree, ":copy", check=True)
    assert (wired.root / "copy" / "empty").is_dir() and (wired.root / "copy" / "a" / "f7").read_bytes() == b"7777777"
    board("cp", "-r", ":copy", tmp_path / "back", check=True)
    assert sorted(p.relative_to(tmp_path / "back") for p in (tmp_path / "back").rglob("*")) == sorted(p.relative_to(tree) for p in tree.rglob("*"))
    listed = [entry["path"] for entry in board.json("ls", "-r", ":copy")]
    assert len(listed) == 44 and listed == sorted(listed, key=lambda path: path.split("/"))
    assert "└── empty/" in board.out("tree", ":copy") and "deep" in board.out("tree")
    board("cp", "-r", ":copy", ":second", check=True)
    assert (wired.root / "second" / "a" / "b" / "deep").read_text() == "x"


def test_sync(board, tmp_path, wired):
    here = tmp_path / "here"
    (here / "lib").mkdir(parents=True)
    (here / "main.py").write_text("print(1)\n")
    (here / "lib" / "m.py").write_text("x = 1\n")
    summary = board.json("sync", here)[-1]
    assert (summary["sent"], summary["same"]) == (2, 0)
    (here / "lib" / "m.py").write_text("x = 2\n")  # as long as before
    (wired.root / "old").write_text("o")
    summary = board.json("sync", "--delete", here)[-1]
    assert (summary["sent"], summary["same"], summary["removed"]) == (1, 1, 1)
    assert (wired.root / "lib" / "m.py").read_text() == "x = 2\n" and not (wired.root / "old").exists()


def test_mv_rm_mkdir_df(board, tmp_path, wired):
    board("mkdir", "-p", ":a/b", check=True)
    (wired.root / "x").write_text("x")
    (wired.root / "y").write_text("y")
    board("mv", ":x", ":a", check=True)
    board("mv", ":y", ":a/x", check=True)  # replaces
    assert (wired.root / "a" / "x").read_text() == "y"
    done = board("rm", ":a")
    assert done.returncode == 6 and "is a directory" in done.stderr
    board("rm", "-r", ":a", check=True)
    assert list(wired.root.iterdir()) == []
    assert board("rm", ":a").returncode == 6 and board("rm", "-f", ":a").returncode == 0
    assert board("mkdir", ":p/q").returncode == 6
    space = board.json("df")[0]
    assert space["size"] > space["used"] > 0


def test_what_is_not_there(board, tmp_path):
    done = board("cat", ":nothing")
    assert (done.returncode, done.stderr) == (6, "krait: :/nothing: no such file or directory\n")
    assert board.json("cp", ":nothing", tmp_path)[0]["kind"] == "io"
    assert board("ls", ":nothing").returncode == 6
    board("mkdir", ":folder", check=True)
    (tmp_path / "f").write_text("f")
    assert board("cp", ":folder", tmp_path).returncode == 2
    assert board("cp", tmp_path / "f", ":folder", check=True) and board.out("cat", ":folder/f") == "f"
    assert "is a directory" in board("cat", ":folder").stderr


def test_full_disk(port, wired, tmp_path):
    """A file larger than the device may write: the old one stays, the rest is not sent in vain, and the board goes on."""
    (tmp_path / "small").write_text("old")
    port("cp", tmp_path / "small", ":file", check=True)
    (tmp_path / "big").write_bytes(os.urandom(1 << 20))
    limit = resource.prlimit(wired.process.pid, resource.RLIMIT_FSIZE, (65536, resource.RLIM_INFINITY))
    done = port("cp", tmp_path / "big", ":file")
    resource.prlimit(wired.process.pid, resource.RLIMIT_FSIZE, limit)
    assert done.returncode == 6 and re.search("no space|too big|too large", done.stderr), done.stderr
    assert port.out("cat", ":file") == "old" and [e.name for e in wired.root.iterdir()] == ["file"]


def test_mount(board, tmp_path, wired):
    served = tmp_path / "served"
    (served / "pack").mkdir(parents=True)
    (served / "pack" / "__init__.py").write_text("from pack.inner import answer\n")
    (served / "pack" / "inner.py").write_text("answer = 42\n")
    (served / "text").write_text("hällo\nsecond\n")
    (served / "bytes").write_bytes(EVERY_BYTE)
    program = tmp_path / "p.py"
    program.write_text("""import os, pack
print(pack.answer)
with open('/remote/text') as f:
    print(f.read(2), f.readline().strip(), f.readlines())
with open('/remote/bytes', 'rb') as f:
    data = f.read()
with open('/remote/copy', 'wb') as f:
    print(f.write(data) == len(data), f.tell() == len(data))
with open('/remote/copy', 'ab') as f:
    f.write(b'end')
with open('/remote/copy', 'rb') as f:
    print(f.seek(-3, 2) == len(data), f.read())
print(sorted(os.listdir('/remote')), os.stat('/remote/text')[6])
os.mkdir('/remote/new'); os.rename('/remote/new', '/remote/renamed'); os.rmdir('/remote/renamed'); os.remove('/remote/copy')
for path in ('/remote/../../etc/passwd', '/remote/out'):
    try:
        open(path)
        print('out of the directory')
    except OSError as e:
        print(e.args[0])
""")
    (served / "out").symlink_to("/etc/passwd")
    assert board.out("mount", served, "--", "run", program).splitlines() == [
        "42", "hä llo ['second\\n']", "True True", "True b'end'", "['bytes', 'copy', 'out', 'pack', 'text'] 14", "2", "2"]
    assert not (served / "copy").exists() and not (served / "renamed").exists()
    assert board.out("mount", "-r", served, "+", "exec", "try:\n open('/remote/no', 'w')\nexcept OSError as e: print(e.args[0])") == "30\n"
    assert "remote" not in board.out("eval", "__import__('sys').path")
    assert board("mount", served).returncode == 2  # nobody could use it


def test_files_of_a_mount(port, tmp_path):
    served = tmp_path / "served"
    served.mkdir()
    (served / "f").write_text("through and through")
    assert port.out("mount", served, "+", "cat", ":remote/f") == "through and through"


# --- the board's state


def start_loop(port_path):
    """Leaves a program running at the board's friendly prompt, as main.py would be. What is sent while a port opens may be lost, so the first line is repeated."""
    fd = os.open(port_path, os.O_RDWR | os.O_NOCTTY)
    for text, answer in ((b"n = print(4*'ready') or 0\r", b"readyready"), (b"while True: n = n or print('lo' + 'op') or 1\r\r", b"\nloop")):
        seen = b""
        for seconds in (2, 30):
            if answer not in seen:
                os.write(fd, text)
            while answer not in seen and select.select([fd], [], [], seconds)[0]:
                seen += os.read(fd, 4096)
        assert answer in seen, seen
    return fd


def test_busy(port, tmp_path):
    fd = start_loop(port.address)
    done = port("ls")
    assert done.returncode == 6 and "busy" in done.stderr and "krait interrupt" in done.stderr
    assert port.json("ls")[0]["kind"] == "io"
    assert port("interrupt").returncode == 0
    assert port("ls").returncode == 0
    os.close(fd)
    os.close(start_loop(port.address))
    assert port.out("-I", "exec", "print('taken')") == "taken\n"


def test_the_board_falls_silent(line, tmp_path, background):
    """A program that takes all input: krait says busy, and has sent nothing but the question for the prompt."""
    silent = Board(tmp_path / "ann", line.name)
    done = silent("exec", "print(1)")
    assert done.returncode == 6 and "busy" in done.stderr
    assert set(line.read()) == {0x01}
    process = background(silent.start("-I", "exec", "print(1)"))
    assert line.until(b"\x01").startswith(b"\x03")
    line.write(b"KeyboardInterrupt: \r\n>>> \r\nraw REPL; CTRL-B to exit\r\n>")
    line.until(b"\x05A\x01")
    line.write(b"R\x01\x80\x00\x01")
    assert line.until(b"\x04") == b"print(1)\x04"
    line.write(b"\x041\r\n\x04\x04>")
    assert process.communicate(timeout=60)[0] == b"1\n" and process.returncode == 0
    assert line.until(b"\x02")[-1:] == b"\x02"  # the friendly prompt is back


def test_plain_raw_mode(line, tmp_path, background):
    """A board from before raw-paste: sent in parts, with pauses."""
    source = "x = 1 # " + "y" * 700 + "\nprint(x)"
    process = background(Board(tmp_path / "ann", line.name).start("exec", source))
    line.until(b"\x01")
    line.write(b"\r\nraw REPL; CTRL-B to exit\r\n>")
    line.until(b"\x05A\x01")
    line.write(b"raw REPL; CTRL-B to exit\r\n>")
    assert line.until(b"\x04") == source.encode() + b"\x04"
    line.write(b"OK1\r\n\x04\x04>")
    assert process.communicate(timeout=60)[0] == b"1\n"


def test_half_a_line_is_dropped(line, tmp_path, background):
    process = background(Board(tmp_path / "ann", line.name).start("exec", "print(1)"))
    line.until(b"\x01")
    line.write(b"\x1b[12D")  # the cursor goes home in a line that somebody left behind
    assert b"\x03" in line.until(b"\x03\x01")
    line.write(b"\r\n>>> \r\nraw REPL; CTRL-B to exit\r\n>")
    line.until(b"\x05A\x01")
    line.write(b"R\x01\x80\x00\x01")
    line.until(b"\x04")
    line.write(b"\x041\r\n\x04\x04>")
    assert process.communicate(timeout=60)[0] == b"1\n"


def test_window_is_kept(line, tmp_path, background):
    """No more is sent than the board has room for."""
    source = "#" * 1000
    process = background(Board(tmp_path / "ann", line.name).start("exec", source))
    line.until(b"\x01")
    line.write(b"raw REPL; CTRL-B to exit\r\n>")
    line.until(b"\x05A\x01")
    line.write(b"R\x01\x20\x00\x01")
    got = b""
    while len(got) < 64:
        got += line.read()
    assert len(got) == 64 and not select.select([line.board], [], [], 0.1)[0]
    while not got.endswith(b"\x04"):
        line.write(b"\x01")
        got += line.read()
    assert got == source.encode() + b"\x04"
    line.write(b"\x04\x04\x04>")
    assert process.wait(60) == 0


def test_early_syntax_error(line, tmp_path, background):
    process = background(Board(tmp_path / "ann", line.name).start("exec", "x = = 1\n" + "#" * 1000))
    line.until(b"\x01")
    line.write(b"raw REPL; CTRL-B to exit\r\n>")
    line.until(b"\x05A\x01")
    line.write(b"R\x01\x20\x00\x01")
    line.until(b"= =")
    line.write(b"\x04")
    line.until(b"\x04")
    line.write(b'\x04Traceback (most recent call last):\r\n  File "<stdin>", line 1\r\nSyntaxError: invalid syntax\r\n\x04>')
    out, error = process.communicate(timeout=60)
    assert process.returncode == 1 and error.endswith(b"SyntaxError: invalid syntax\n")


def test_vanishes_in_a_transfer(port, wired, tmp_path, background):
    (tmp_path / "huge").touch()
    os.truncate(tmp_path / "huge", 256 << 20)  # far more than comes through before the end
    process = background(port.start("cp", tmp_path / "huge", ":"))
    wait_until(lambda: any(e.name == ".krait-part" and e.stat().st_size for e in wired.root.iterdir()), "the transfer runs")
    os.unlink(port.address)  # the name of its terminal will be the next one's, who gets this command's attempts to come back otherwise
    wired.stop(signal.SIGKILL)
    out, error = process.communicate(timeout=60)
    assert process.returncode == 3 and (b"gone" in error or b"cannot open" in error), error


# --- ports and passwords


def test_port_errors(krait, tmp_path):
    done = krait("-d", "/dev/no-such-port", "ls")
    assert done.returncode == 3 and "cannot open /dev/no-such-port" in done.stderr
    assert krait("-d", "serial:no-such-port", "ls").returncode == 3
    (tmp_path / "plain").write_text("")
    assert krait("-d", tmp_path / "plain", "ls").returncode == 2
    assert krait("pair", "/dev/ttyUSB0").returncode == 2
    assert isinstance(krait.json("devices"), list)


def test_port_without_permission(line, tmp_path):
    os.chmod(line.name, 0)
    user = Board(tmp_path / "ann", line.name)
    command = [BIN / "krait", "exec", "print(1)"]
    if os.geteuid() == 0:  # root may do everything: be somebody else
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
    done = subprocess.run(command, env=user.environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 3 and "Permission denied" in done.stderr and "dialout" in done.stderr, done.stderr


def test_port_in_use(port, background):
    process = background(port.start("exec", "print('mine')\nimport time\nwhile True: time.sleep(0.01)"))
    assert process.stdout.readline() == b"mine\n"
    done = port("ls")
    assert done.returncode == 3 and "another program has it open" in done.stderr


def test_pairing_with_a_webrepl(wired, tmp_path):
    user = Krait(tmp_path / "ann")
    address = "ws://127.0.0.1:%d" % wired.port
    user.environment["KRAIT_PASSWORD"] = "wrong"
    done = user("pair", address, "web")
    assert done.returncode == 4 and "refused the password" in done.stderr
    user.environment["KRAIT_PASSWORD"] = PASSWORD
    assert "paired with web" in user.out("pair", address, "web")
    del user.environment["KRAIT_PASSWORD"]
    (stored,) = (user.folder / "config" / "krait" / "devices").iterdir()
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    assert json.loads(stored.read_text())["password"] == PASSWORD
    assert user.out("-d", "web", "eval", "1") == "1\n" and user.out("eval", "2") == "2\n"
    assert user.out("-d", address, "eval", "3") == "3\n"  # the stored password of that address
    assert user.json("devices", "--check")[0]["state"] == "online"
    assert PASSWORD not in user.out("devices") + user.out("key", "list")
    user("key", "forget", "web", check=True)
    done = user("-d", address, "eval", "3")
    assert done.returncode == 4 and "krait pair %s`" % address in done.stderr


def test_password_is_not_echoed(wired, tmp_path):
    user = Krait(tmp_path / "ann")
    typed = Terminal(user, "pair", "ws://127.0.0.1:%d" % wired.port, "web")
    try:
        typed.expect("password of 127.0.0.1: ")
        typed.type(PASSWORD + "\r")
        typed.expect("paired with web")
        assert typed.wait() == 0
        assert PASSWORD not in typed.seen
    finally:
        typed.close()
