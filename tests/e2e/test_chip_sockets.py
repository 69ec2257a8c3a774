"""Sockets of programs on the emulated chip: TCP both ways, UDP, errors, and what is left behind."""

import contextlib
import socket
import threading

import pytest

from chip import Chip
from conftest import PATIENCE, Krait, free_port

SERVER = """
import socket
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("0.0.0.0", 9000))
s.listen(2)
print("listening")
for _ in range(3):
    c, peer = s.accept()
    total = 0
    while True:
        data = c.recv(200)
        if not data:
            break
        total += len(data)
        c.sendall(data)
    c.close()
    print(peer[0], total)
s.close()
"""

CLIENT = """
import socket
s = socket.socket()
s.connect(("10.0.2.100", 7))
out = bytes(range(256)) * 4
got = b""
for at in range(0, len(out), 256):
    s.sendall(out[at:at + 256])
    while len(got) < min(at + 256, len(out)):
        got += s.recv(256)
print(got == out, s.getpeername())
s.close()
"""

DATAGRAMS = """
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("0.0.0.0", 9001))
print("listening")
for _ in range(3):
    data, peer = s.recvfrom(100)
    s.sendto(data[::-1], peer)
"""

ITSELF = """
import select, socket
for address in ("127.0.0.1", "10.0.2.15"):
    listener, client = socket.socket(), socket.socket()
    listener.bind((address, 9000))
    listener.listen(1)
    client.connect((address, 9000))
    served, peer = listener.accept()
    out, got = bytes(range(256)) * 16, b""
    served.setblocking(False)
    client.setblocking(False)
    sent = 0
    while len(got) < len(out):
        select.select([served], [client] if sent < len(out) else [], [])
        try:
            sent += client.send(out[sent:sent + 500])
        except OSError:
            pass
        try:
            got += served.recv(300)
        except OSError:
            pass
    client.close()
    served.setblocking(True)
    print(got == out, peer[0], served.recv(1))
    served.close()
    listener.close()
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.bind((address, 9001))
    one.sendto(b"to myself", (address, 9001))
    print(one.recvfrom(50))
    one.close()
refused = socket.socket()
try:
    refused.connect(("127.0.0.1", 9002))
except OSError as e:
    print(e.errno)
refused.close()
"""

POLLING = """
import select, socket
l = socket.socket()
l.bind(("", 9000))
l.listen(2)
poll = select.poll()
poll.register(l, 1)
print("listening", poll.poll(0))
while True:
    for s, _ in poll.poll():
        if s is l:
            poll.register(l.accept()[0], 1)
            continue
        data = s.recv(50)
        if data == b"end":
            raise SystemExit
        s.send(data.upper())
"""


@contextlib.contextmanager
def echo_server():
    """Sends back what comes, on a port of this computer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            connection, _ = listener.accept()
            with connection:
                while data := connection.recv(4096):
                    connection.sendall(data)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(PATIENCE)


@pytest.fixture
def networked(tmp_path):
    """A chip with a forwarded port for TCP and one for UDP, and a server of this computer at 10.0.2.100:7; (krait, tcp, udp)."""
    tcp, udp = free_port(), free_port()
    with echo_server() as echo:
        rules = ["hostfwd=tcp:127.0.0.1:%d-:9000" % tcp, "hostfwd=udp:127.0.0.1:%d-:9001" % udp, "guestfwd=tcp:10.0.2.100:7-tcp:127.0.0.1:%d" % echo]
        rules.append("restrict=off")  # for with it QEMU drops every datagram that a guest sends
        chip = Chip(tmp_path / "chip", forward=",".join(rules)).start()
        yield Krait(tmp_path / "ann", chip), tcp, udp
        socket.create_connection(("127.0.0.1", echo)).close()  # ends the echo if no program has used it
        violations, _, report = chip.stop()
        assert violations == 0, report


def listening(process):
    assert process.stdout.readline().startswith(b"listening")


def exchange(port, data):
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        sender = threading.Thread(target=lambda: (connection.sendall(data), connection.shutdown(socket.SHUT_WR)))
        sender.start()
        got = b""
        while part := connection.recv(4096):
            got += part
        sender.join()
    return got


def test_server(networked, background):
    krait, tcp, _ = networked
    server = background(krait.start("exec", SERVER, bufsize=0))
    listening(server)
    for size in (0, 1, 20000):
        data = bytes(n * 7 % 256 for n in range(size))
        assert exchange(tcp, data) == data
    out, error = server.communicate(timeout=PATIENCE)
    assert (out, error) == (b"10.0.2.2 0\n10.0.2.2 1\n10.0.2.2 20000\n", b"")


def test_client(networked):
    krait, _, _ = networked
    assert krait.out("exec", CLIENT) == "True ('10.0.2.100', 7)\n"


def test_datagrams(networked, background):
    krait, _, udp = networked
    server = background(krait.start("exec", DATAGRAMS, bufsize=0))
    listening(server)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(PATIENCE)
        for data in (b"abc", b"z" * 90, b"defg"):
            s.sendto(data, ("127.0.0.1", udp))
            assert s.recv(200) == data[::-1]
    assert server.wait(PATIENCE) == 0


def test_poll_serves_several(networked, background):
    krait, tcp, _ = networked
    server = background(krait.start("exec", POLLING, bufsize=0))
    listening(server)
    with socket.create_connection(("127.0.0.1", tcp), PATIENCE) as one, socket.create_connection(("127.0.0.1", tcp), PATIENCE) as two:
        for connection, text in ((one, b"one"), (two, b"two"), (one, b"again")):
            connection.sendall(text)
            assert connection.recv(50) == text.upper()
        one.sendall(b"end")
        assert server.wait(PATIENCE) == 0


def test_a_program_speaks_with_itself(networked):
    """At 127.0.0.1 and at its own address; everything is given back, so that it does so again."""
    krait, _, _ = networked
    expected = "".join("True %s b''\n(b'to myself', ('%s', 9001))\n" % (address, address) for address in ("127.0.0.1", "10.0.2.15")) + "111\n"
    for _ in range(3):
        assert krait.out("exec", ITSELF) == expected


def test_errors_and_limits(networked):
    krait, _, _ = networked
    assert krait.out("exec", "import socket\nkept = []\ntry:\n    while True: kept.append(socket.socket())\nexcept OSError as e: print(len(kept), e.errno)") == "4 24\n"
    assert krait.out("exec", "for s in kept: s.close()\ns = socket.socket()\ntry: s.recv(1)\nexcept OSError as e: print(e.errno)\ns.close()") == "107\n"
    assert "10.0.2.15" in krait.out("eval", "__import__('network').WLAN().ifconfig()")
    krait.out("exec", "kept = [socket.socket() for _ in range(4)]")
    krait.out("reset")
    assert krait.out("exec", "import socket; print(len([socket.socket() for _ in range(4)]))") == "4\n"
