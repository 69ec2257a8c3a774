"""WebREPL on a device: a small client of its own, which knows the protocol from its description only, against kraitd."""

import os
import pathlib
import re
import resource
import signal
import socket
import struct
import time

import pytest

from conftest import PATIENCE, Krait, wait_until

PASSWORD = "secret"
PUT, GET, VERSION = 1, 2, 3
VECTORS = pathlib.Path(__file__).parent / "vectors" / "webrepl.txt"


def head(*lines):
    """A request as webrepl_cli.py makes it, with more lines or other ones."""
    usual = {"Host": "echo.websocket.org", "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Key": "foo"}
    for line in lines:
        name, value = line.split(": ", 1)
        usual[name] = value
    return ("GET / HTTP/1.1\r\n" + "".join("%s: %s\r\n" % item for item in usual.items()) + "\r\n").encode()


class Closed(Exception):
    """The device has closed the connection."""


class Client:
    """One connection. `cut` sends everything in pieces of so many bytes."""

    def __init__(self, port, *lines, cut=None, masked=False):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.cut, self.masked = cut, masked
        self.input = b""
        self.text = b""
        self.send(head(*lines))
        answer = self.until(b"\r\n\r\n")
        self.status = int(answer.split()[1])

    def send(self, data):
        if not self.cut:
            return self.socket.sendall(data)
        for at in range(0, len(data), self.cut):
            self.socket.sendall(data[at:at + self.cut])

    def frame(self, kind, data):
        length = len(data)
        mask = bool(self.masked) << 7
        size = bytes([mask | length]) if length < 126 else struct.pack(">BH", mask | 126, length) if length < 65536 else struct.pack(">BQ", mask | 127, length)
        if self.masked:
            key = os.urandom(4)
            data = key + bytes(byte ^ key[i & 3] for i, byte in enumerate(data))
        self.send(bytes([kind]) + size + data)

    def more(self):
        data = self.socket.recv(65536)
        if not data:
            raise Closed(self.text)
        self.input += data

    def until(self, end):
        while end not in self.input:
            self.more()
        at = self.input.index(end) + len(end)
        data, self.input = self.input[:at], self.input[at:]
        return data

    def exactly(self, size):
        while len(self.input) < size:
            self.more()
        data, self.input = self.input[:size], self.input[size:]
        return data

    def receive(self):
        """The next frame's kind and payload; the whole of it is kept for comparison."""
        first = self.exactly(2)
        size = first[1]
        if size == 126:
            first += self.exactly(2)
            size = struct.unpack(">H", first[2:])[0]
        assert size != 127, "no client knows a 64-bit length"
        data = self.exactly(size)
        self.last = first + data
        return first[0], data

    def expect(self, pattern):
        """Text that comes, up to the pattern."""
        while True:
            found = re.search(pattern, self.text)
            if found:
                self.text = self.text[found.end():]
                return found
            kind, data = self.receive()
            if kind == 0x88:
                raise Closed(self.text)
            assert kind == 0x81, (kind, data, self.text)
            data.decode()  # frames do not cut characters, or browsers go away
            self.text += data

    def binary(self):
        """The next binary frame; text on the way is kept."""
        while True:
            kind, data = self.receive()
            if kind == 0x82:
                return data
            if kind == 0x88:
                raise Closed(self.text)
            self.text += data

    def login(self, password=PASSWORD, end=b"\r"):
        self.expect(rb"Password: ")
        self.frame(0x81, password.encode() + end)
        self.expect(rb"\r\nWebREPL connected\r\n")
        self.expect(rb">>> ")
        return self

    def type(self, text):
        self.frame(0x81, text.encode())

    def record(self, op, name=b"", size=0, length=None):
        self.frame(0x82, struct.pack("<2sBBQLH64s", b"WA", op, 0, 0, size, len(name) if length is None else length, name))

    def reply(self):
        data = self.binary()
        assert data[:2] == b"WB" and len(data) == 4, data
        return data[2] | data[3] << 8

    def put(self, name, data, piece=1024):
        self.record(PUT, name, len(data))
        code = self.reply()
        if code:
            return code
        for at in range(0, len(data), piece):
            self.frame(0x82, data[at:at + piece])
        return self.reply()

    def get(self, name, ping=None):
        self.record(GET, name)
        code = self.reply()
        if code:
            return code
        parts = []
        while True:
            if ping is not None:
                self.frame(0x89, ping)
                while self.receive() != (0x8A, ping):
                    pass
            self.frame(0x82, b"\0")
            data = self.binary()
            size = data[0] | data[1] << 8
            assert len(data) == size + 2, "a chunk is one frame"
            if size == 0:
                return self.reply() or b"".join(parts)
            parts.append(data[2:])

    def ends(self):
        """Reads to the end of the stream; the text that came."""
        try:
            while True:
                kind, data = self.receive()
                if kind == 0x81:
                    self.text += data
        except Closed:
            return self.text

    def close(self):
        self.socket.close()


@pytest.fixture
def device(new_device):
    """A device whose WebREPL is on."""
    return new_device("--webrepl-password", PASSWORD)


@pytest.fixture
def connect(device):
    made = []

    def make(*lines, port=None, **options):
        made.append(Client(port or device.port, *lines, **options))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(connect):
    return connect().login()


def parts(device):
    return [path for path in device.root.rglob("*") if "krait-part" in path.name]


# --- the protocol as it was seen


def conversations():
    title, steps = None, []
    for line in VECTORS.read_text().splitlines():
        if line.startswith("="):
            if title:
                yield pytest.param(steps, id=title)
            title, steps = line[2:], []
        elif line and line[0] in "HDT":
            steps.append((line[0], bytes.fromhex(line[2:])))
    yield pytest.param(steps, id=title)


@pytest.mark.parametrize("steps", list(conversations()))
@pytest.mark.parametrize("cut", [None, 1])
def test_transcripts(device, connect, steps, cut):
    (device.root / "a.txt").write_bytes(b"abc")
    client = connect(cut=cut)
    for who, data in steps:
        if who == "H":
            client.send(data)
            continue
        while True:
            kind, payload = client.receive()
            if client.last == data if who == "D" else payload.endswith(data):
                break
            assert kind == 0x81, (client.last, data)
    assert (device.root / "a.txt").read_bytes() == b"abc"


def test_upgrade_needs_little(connect):
    for lines in [], ["Host: "], ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: chat"]:
        client = connect(*lines)
        assert client.status == 101
        client.close()


def test_page_is_a_link(device):
    with socket.create_connection(("127.0.0.1", device.port), timeout=PATIENCE) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % device.port)
        answer = b""
        while data := plain.recv(4096):
            answer += data
    assert answer.startswith(b"HTTP/1.1 200 ") and b"<script" not in answer
    assert b"http://micropython.org/webrepl/#127.0.0.1:%d" % device.port in answer


# --- who may come in


@pytest.mark.parametrize("origin, status", [
    ("http://micropython.org", 101), ("https://micropython.org", 101), ("http://evil.example", 403), ("http://micropython.org.evil.example", 403),
    ("https://micropython.org:8443", 403), ("file://", 403)])
def test_pages(connect, origin, status):
    assert connect("Origin: " + origin).status == status


def test_page_from_a_file_needs_the_devices_name(device, connect):
    assert connect("Origin: null", "Host: 127.0.0.1:%d" % device.port).status == 101
    assert connect("Origin: null", "Host: dev.local").status == 101
    assert connect("Origin: null", "Host: rebound.example").status == 403


def test_page_of_the_device_itself(device, connect):
    own = "127.0.0.1:%d" % device.port
    assert connect("Origin: http://" + own, "Host: " + own).status == 101
    assert connect("Origin: http://rebound.example", "Host: rebound.example").status == 403


def test_pages_can_be_chosen(new_device, connect):
    port = new_device("--webrepl-password", "x", "--webrepl-origin", "http://greenhouse.example").port
    assert connect("Origin: http://greenhouse.example", port=port).status == 101
    assert connect("Origin: http://micropython.org", port=port).status == 403
    assert connect("Origin: null", "Host: 127.0.0.1", port=port).status == 403
    assert connect(port=port).status == 101


def test_off_by_default(new_device, connect):
    port = new_device().port
    with pytest.raises((Closed, ConnectionError, AssertionError)):
        client = connect(port=port)
        assert client.status == 101


# --- passwords


@pytest.mark.parametrize("kind", [0x81, 0x82])
@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
def test_login(connect, kind, end):
    client = connect()
    client.expect(rb"Password: ")
    for byte in PASSWORD.encode() + end:
        client.frame(kind, bytes([byte]))
    client.expect(rb"^\r\nWebREPL connected\r\n>>> ")
    client.type("6*7\r")
    client.expect(rb"^6\*7\r\n42\r\n>>> ")


def test_wrong_password_closes(connect):
    client = connect()
    client.expect(rb"Password: ")
    client.frame(0x81, b"Secret\r")
    assert client.ends() == b"\r\nAccess denied\r\n"
    connect().login().type("1\r")


def test_failures_are_slowed_down(connect):
    begin = time.monotonic()
    for password in (b"a", b"b", b""):
        client = connect()
        client.frame(0x82, password + b"\r")
        assert client.ends() == b"Password: \r\nAccess denied\r\n"
    connect().login()
    assert time.monotonic() - begin > 0.25 + 0.5 + 1.0


def test_guesses_in_parallel_wait_for_each_other(connect):
    begin = time.monotonic()
    for _ in range(2):
        pair = [connect(), connect()]
        for client in pair:
            client.frame(0x82, b"guess\r")
        for client in pair:
            client.ends()
    assert time.monotonic() - begin > 0.25 + 0.5 + 1.0


@pytest.mark.parametrize("length", [1, 10, 200, 3000])
def test_password_of_any_length(new_device, connect, length):
    password = "".join(chr(97 + i % 26) for i in range(length))
    port = new_device("--webrepl-password", password).port
    for wrong in (password[:-1], password + "x", password[:-1] + "\x7f"):
        client = connect(port=port)
        client.frame(0x81, wrong.encode() + b"\r")
        assert client.ends().endswith(b"Access denied\r\n")
    connect(port=port).login(password)


def test_password_is_not_shown(device, new_device, connect, tmp_path, monkeypatch):
    file = tmp_path / "password"
    file.write_text("from a file\nsecond line\n")
    by_file = new_device("--webrepl-password-file", str(file))
    monkeypatch.setenv("KRAITD_WEBREPL_PASSWORD", "from the environment")
    by_environment = new_device()
    for one, password in ((device, PASSWORD), (by_file, "from a file"), (by_environment, "from the environment")):
        connect(port=one.port).login(password)
        process = pathlib.Path("/proc/%d" % one.process.pid)
        shown = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        assert not re.search(rb"(--webrepl-password\0|KRAITD_WEBREPL_PASSWORD=)[^*\0]", shown)
        assert password not in one.log_text()


@pytest.mark.parametrize("options, complaint", [
    (["--webrepl-password", ""], "empty"), (["--webrepl-password-file", "/nonexistent"], "No such file"), (["--webrepl-password-file", "/dev/null"], "no password")])
def test_bad_passwords_are_refused(tmp_path, options, complaint):
    import subprocess
    from conftest import BIN
    done = subprocess.run([BIN / "kraitd", "--root", tmp_path, "--listen", "127.0.0.1:0", *options], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 2 and complaint in done.stderr


def test_restart_keeps_it_on(device, connect):
    client = connect().login()
    client.type("import machine; machine.reset()\r")
    client.ends()
    wait_until(lambda: device.log_text().count("WebREPL is on") == 2, "the restart")
    connect().login()


# --- the link is none the worse


def test_hard_reset_turns_off_what_a_program_turned_on(new_device, connect, tmp_path):
    device = new_device()
    krait = Krait(tmp_path / "ann", device)
    krait("exec", "import webrepl; webrepl.start(password='by hand')", check=True)
    client = connect(port=device.port).login("by hand")
    client.type("import machine; machine.reset()\r")
    client.ends()
    wait_until(lambda: device.log_text().count("listening on") == 2, "the restart")
    with pytest.raises((Closed, ConnectionError)):
        connect(port=device.port)


def test_link_works_beside(device, connect, tmp_path):
    krait = Krait(tmp_path / "ann", device)
    client = connect().login()
    assert krait.out("exec", "print(6*7)") == "42\n"
    client.type("print('ty'+'ped')\r")
    client.expect(rb"typed\r\n>>> ")


def test_half_open_logins_do_not_hold_up_the_link(device, connect, tmp_path):
    krait = Krait(tmp_path / "ann", device)
    held = []
    for i in range(60):
        held.append(socket.create_connection(("127.0.0.1", device.port), timeout=PATIENCE))
        held[-1].sendall([head(), head()[:20], b"", head("Sec-WebSocket-Protocol: krait.1")[:-2]][i % 4])
        if i % 12 == 0:
            assert krait.out("exec", "print(%d)" % i) == "%d\n" % i
    for one in held:
        one.close()
    client = connect()
    client.login()


def test_strangers_have_few_places(connect):
    clients = [connect() for _ in range(3)]
    assert [client.status for client in clients] == [101, 101, 503]
    clients[0].close()
    wait_until(lambda: connect().status == 101, "a place")


def test_logged_in_clients_do_not_count_as_strangers(connect):
    for i in range(4):
        connect().login()
    client = connect()
    client.expect(rb"Password: ")
    client.frame(0x81, PASSWORD.encode() + b"\r")
    assert b"All places are taken" in client.ends()


def test_subprotocol_of_the_link_is_the_links(connect):
    with pytest.raises((Closed, ConnectionError, AssertionError)):
        client = connect("Sec-WebSocket-Protocol: krait.1")  # no key that is one: libwebsockets says no
        assert client.status == 101


# --- frames


@pytest.mark.parametrize("cut", [1, 3, 7])
@pytest.mark.parametrize("masked", [False, True])
def test_every_split(connect, cut, masked):
    client = connect(cut=cut, masked=masked).login()
    client.type("print(6*7)\r")
    client.expect(rb"42\r\n>>> ")
    assert client.put(b"/x", b"0123456789" * 20) == 0
    assert client.get(b"/x") == b"0123456789" * 20


def test_pings_are_answered(client):
    for payload in (b"", b"x", bytes(range(125))):
        client.frame(0x89, payload)
        assert client.receive() == (0x8A, payload)
    data = os.urandom(200000)
    assert client.put(b"/pinged", data) == 0
    assert client.get(b"/pinged", ping=b"in the middle") == data
    client.type("1+1\r")
    client.expect(rb"2\r\n>>> ")


def test_long_frames(client):
    client.type("x = '%s'; print(len(x))\r" % ("é" * 900))
    client.expect(rb"\r\n900\r\n>>> ")
    data = os.urandom(300000)
    assert client.put(b"/big", data, piece=70000) == 0
    assert client.get(b"/big") == data


def test_browsers_get_text_only(device, connect):
    page = connect("Origin: http://micropython.org").login()
    page.type("import sys; n = sys.stdout.buffer.write(bytes([104, 255, 10])); n = sys.stdout.buffer.write('é🐍'.encode() * 3000)\r")
    page.expect("h\ufffd\r?\n".encode())
    page.expect("(é🐍){3000}".encode())
    other = connect().login()
    other.type("import sys; n = sys.stdout.buffer.write(bytes([104, 255]))\r")
    seen = b""
    while b"h\xff" not in seen:
        seen += other.receive()[1]


@pytest.mark.parametrize("bad", [b"\xc1\x00", b"\x83\x00", b"\x09\x00", b"\x80\x01x", b"\x82\x52" + b"x" * 82])
def test_nonsense_closes_only_itself(client, connect, bad):
    client.send(bad)
    client.ends()
    connect().login()


def test_close_is_answered(client):
    client.frame(0x88, b"\x03\xe8")
    assert client.receive() == (0x88, b"\x03\xe8")
    with pytest.raises(Closed):
        client.more()


# --- the terminal


def test_control_c_ends_a_loop(client):
    client.type("while True: pass\r\r")
    client.expect(rb"pass\r\n.*\r\n")
    client.type("\x03")
    client.expect(rb"KeyboardInterrupt: ?\r\n>>> ")
    client.type("'still ' + 'here'\r")
    client.expect(rb"'still here'\r\n>>> ")


def test_input_and_raw_mode(client):
    client.type("print(input('name? ') * 2)\r")
    client.expect(rb"\r\nname\? ")
    client.type("ab\r")
    client.expect(rb"abab\r\n>>> ")
    client.type("\x01")
    client.expect(rb"raw REPL; CTRL-B to exit\r\n>")
    client.type("print(3)\x04")
    client.expect(rb"OK3\r\n\x04\x04>")
    client.type("\x02")
    client.expect(rb">>> ")


def test_soft_reset_keeps_the_connection(client):
    client.type("kept = 1\r\x04")
    client.expect(rb"soft reboot\r\n[\s\S]*>>> ")
    client.type("'kept' in globals()\r")
    client.expect(rb"False\r\n>>> ")


def test_paste_of_any_length_comes_whole(client):
    lines = ["v%d = %d" % (i, i) for i in range(400)]
    client.type("\x05" + "\r".join(lines) + "\rprint(sum(v for n, v in globals().items() if n[0] == 'v' and n[1:].isdigit()))\r\x04")
    client.expect(b"\\b%d\r\n>>> " % sum(range(400)))


def test_output_waits_for_a_slow_reader(client):
    client.type("for i in range(20000): print(i, 'x' * 40)\r\r")
    client.expect(rb"\r\n19999 x{40}\r\n>>> ")


def test_started_and_stopped_by_programs(new_device, connect, tmp_path):
    device = new_device()
    krait = Krait(tmp_path / "ann", device)
    assert "no password" in krait.out("exec", "import webrepl; webrepl.start()")
    assert krait.out("exec", "import webrepl; webrepl.start(password='by hand')") == "WebREPL is on, port %d\n" % device.port
    client = connect(port=device.port).login("by hand")
    krait("exec", "import webrepl; webrepl.stop()", check=True)
    assert b"WebREPL is off" in client.ends()
    (device.root / "webrepl_cfg.py").write_text("PASS = 'configured'\n")
    krait("exec", "import webrepl; webrepl.start()", check=True)
    connect(port=device.port).login("configured")
    bad = krait("exec", "import webrepl; webrepl.start(password='')")
    assert "OSError" in bad.stderr and bad.returncode == 1


# --- files


@pytest.mark.parametrize("size", [0, 1, 256, 65533, 65534, 1 << 20])
def test_put_and_get(device, client, size):
    data = os.urandom(size)
    assert client.put(b"/file.bin", data) == 0
    assert (device.root / "file.bin").read_bytes() == data
    assert client.get(b"/file.bin") == data
    assert parts(device) == []


def test_version(client):
    client.record(VERSION)
    assert len(client.binary()) == 3


@pytest.mark.parametrize("name, where", [(b"plain", "plain"), (b"/lib/../over", "over"), (b"../../out", "out"), ("grün.txt".encode(), "grün.txt"), ("blau für dich".encode("latin-1"), "blau für dich"), (b"\xff" * 64, "ÿ" * 64), (b"n" * 63, "n" * 63), (b"m" * 64, "m" * 64)])
def test_names(device, client, name, where):
    assert client.put(name, b"content") == 0
    assert (device.root / where).read_bytes() == b"content"
    assert client.get(name) == b"content"


def test_name_that_was_cut_is_refused(device, client):
    client.record(PUT, b"n" * 64, 5, length=70)
    assert client.reply() == 36
    client.record(GET, b"n" * 64, 0, length=70)
    assert client.reply() == 36
    assert list(device.root.iterdir()) == []


def test_errors_are_replies(device, client):
    (device.root / "folder").mkdir()
    (device.root / "old").write_text("old")
    assert client.get(b"/missing") == 2
    client.expect(rb"get /missing: \[Errno 2\] No such file or directory\r\n")
    assert client.put(b"/folder", b"x") == 21
    assert client.get(b"/folder") == 21
    assert client.put(b"/none/x", b"x") == 2
    assert client.put(b"/old/x", b"x") == 20
    assert client.put(b"", b"x") == 2
    client.record(9, b"x")
    assert client.reply() == 95
    assert client.put(b"/fine", b"x") == 0
    assert parts(device) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_that_is_protected(device, client):
    folder = device.root / "kept"
    folder.mkdir(mode=0o500)
    assert client.put(b"/kept/x", b"x") == 13


def test_put_that_breaks_off_leaves_the_old_file(device, connect, client):
    assert client.put(b"/kept", b"old") == 0
    client.record(PUT, b"/kept", 100000)
    assert client.reply() == 0
    client.frame(0x82, b"n" * 500)
    client.frame(0x89, b"seen")
    while client.receive() != (0x8A, b"seen"):
        pass
    assert len(parts(device)) == 1
    client.close()
    wait_until(lambda: not parts(device), "the part goes")
    assert (device.root / "kept").read_bytes() == b"old"


def test_full_disk_leaves_the_old_file(device, client):
    assert client.put(b"/kept", b"old") == 0
    resource.prlimit(device.process.pid, resource.RLIMIT_FSIZE, (65536, resource.RLIM_INFINITY))
    assert client.put(b"/kept", b"n" * 200000) == 27
    resource.prlimit(device.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert (device.root / "kept").read_bytes() == b"old" and parts(device) == []
    assert client.put(b"/kept", b"new") == 0


def test_huge_size_is_only_a_number(device, client):
    before = device.rss()
    client.record(PUT, b"/huge", 0xFFFFFFFF)
    assert client.reply() in (0, 28)
    assert device.rss() - before < 1 << 20
    client.close()
    wait_until(lambda: not parts(device), "the part goes")
    assert not (device.root / "huge").exists()


def test_two_clients_write_one_name(device, connect):
    one, two = connect().login(), connect().login()
    one.record(PUT, b"/x", 3)
    two.record(PUT, b"/x", 3)
    assert (one.reply(), two.reply()) == (0, 0)
    one.frame(0x82, b"o")
    two.frame(0x82, b"two")
    assert two.reply() == 0
    assert (device.root / "x").read_bytes() == b"two"
    one.frame(0x82, b"ne")
    assert one.reply() == 0
    assert (device.root / "x").read_bytes() == b"one"


def test_text_in_the_middle_of_a_put(client):
    client.record(PUT, b"/x", 4)
    assert client.reply() == 0
    client.frame(0x82, b"ab")
    client.type("1+1\r")
    client.frame(0x82, b"cd")
    assert client.reply() == 0
    client.expect(rb"2\r\n>>> ")
    assert client.get(b"/x") == b"abcd"


def test_files_move_while_a_program_runs(client):
    client.type("while True: pass\r\r")
    client.expect(rb"pass\r\n")
    data = os.urandom(100000)
    assert client.put(b"/x", data) == 0
    assert client.get(b"/x") == data
    client.type("\x03")
    client.expect(rb"KeyboardInterrupt")


def test_device_ends_with_clients(device, client):
    assert device.stop(signal.SIGTERM) == 0
    assert b"WebREPL is off" in client.ends()
