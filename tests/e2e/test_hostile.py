"""What bad input gets: one generic error, and a device that goes on serving the paired client."""

import os
import socket
import time

from conftest import PATIENCE, Krait, wait_until

UPGRADE = ("GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: krait.1\r\n%s\r\n")


def alive(krait):
    assert krait.out("eval", "6 * 7") == "42\n"


def read_all(connection):
    data = b""
    connection.settimeout(PATIENCE)
    try:
        while True:
            part = connection.recv(4096)
            if not part:
                return data
            data += part
    except ConnectionError:
        return data


def upgraded(connection, device, extra=""):
    connection.sendall((UPGRADE % (device.port, extra)).encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        part = connection.recv(4096)
        if not part:
            break
        answer += part
    return answer


def frame(payload, opcode=2, masked=True, length=None):
    size = len(payload) if length is None else length
    head = bytes([0x80 | opcode])
    flag = 0x80 if masked else 0
    if size < 126:
        head += bytes([flag | size])
    elif size < 65536:
        head += bytes([flag | 126]) + size.to_bytes(2, "big")
    else:
        head += bytes([flag | 127]) + size.to_bytes(8, "big")
    return head + (b"\0\0\0\0" if masked else b"") + payload


def test_a_wrong_key_is_exit_4_and_delays_grow(device, krait, tmp_path):
    wrong = device.uri[:-43] + "A" * 43
    stranger = Krait(tmp_path / "eve")
    texts = set()
    for _ in range(3):
        done = stranger("pair", wrong, "x")
        assert done.returncode == 4, done
        texts.add(done.stderr)
    assert len(texts) <= 2  # refused, or refused for a while
    done = stranger("-d", wrong, "exec", "print(1)")
    assert done.returncode == 4 and done.stdout == ""
    wait_until(lambda: krait("eval", "1").returncode == 0, "the paired client is served")


def test_garbage_of_every_kind(device, krait, raw):
    for data in (b"\0" * 1000, b"GET / HTTP/1.1\r\n\r\n", os.urandom(5000), b"A" * 100000, b"POST / HTTP/1.1\r\nHost: x\r\n\r\n",
                 b"GET / HTTP/1.1\r\nHost: " + b"h" * 20000, b"\x16\x03\x01\x02\x00\x01"):
        connection = raw()
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        read_all(connection)
        connection.close()
    alive(krait)


def test_websocket_without_the_channel(device, krait, raw):
    for data in (frame(b"hello"), frame(b""), frame(os.urandom(48)), frame(os.urandom(96)), frame(b"text", opcode=1), frame(b"x", masked=False),
                 frame(b"", length=1 << 62), frame(os.urandom(70000)), b"\xff\xff\xff\xff"):
        connection = raw()
        answer = upgraded(connection, device)
        if b"101" not in answer:
            continue  # the delay after failures is in force
        try:
            connection.sendall(data)
        except OSError:
            pass
        rest = read_all(connection)
        assert b"Traceback" not in rest
        connection.close()
    wait_until(lambda: krait("eval", "1").returncode == 0, "the paired client is served")


def test_foreign_origin_and_host_are_refused(device, krait, raw):
    for extra, host in (("Origin: http://evil.example\r\n", "127.0.0.1:%d" % device.port), ("", "evil.example")):
        connection = raw()
        request = (UPGRADE % (device.port, extra)).replace("127.0.0.1:%d" % device.port, host)
        connection.sendall(request.encode())
        answer = read_all(connection)
        assert b"101" not in answer.split(b"\r\n")[0], answer
    alive(krait)


def test_200_connections_that_say_nothing(device, krait, raw):
    before = device.rss()
    for _ in range(200):
        raw()
    alive(krait)
    krait("ls", check=True)
    assert device.rss() - before < 4 << 20
    wait_until(lambda: krait("eval", "1").returncode == 0, "still served")


def test_half_open_handshakes(device, krait, raw):
    for i in range(20):
        connection = raw()
        text = (UPGRADE % (device.port, "")).encode()
        connection.sendall(text[: len(text) * i // 20])
    alive(krait)


def test_silent_strangers_are_dropped_in_time(device, krait, raw):
    connection = raw()
    upgraded(connection, device)
    start = time.monotonic()
    read_all(connection)
    assert time.monotonic() - start < 30


def test_a_replayed_handshake_opens_nothing(device, krait, tmp_path):
    """A proxy records what a real client sends; played again it gets no further than a stranger."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    uri = device.uri.replace(":%d/" % device.port, ":%d/" % port)
    client = Krait(tmp_path / "carl").start("-d", uri, "exec", "print('once')")
    inside, _ = listener.accept()
    outside = socket.create_connection(("127.0.0.1", device.port))
    import select
    recorded = b""
    open_ends = [inside, outside]
    while len(open_ends) == 2:
        for end in select.select(open_ends, [], [], PATIENCE)[0]:
            data = end.recv(65536)
            if not data:
                open_ends.remove(end)
                break
            if end is inside:
                recorded += data
            (outside if end is inside else inside).sendall(data)
    client.communicate(timeout=PATIENCE)
    inside.close()
    outside.close()
    listener.close()
    again = socket.create_connection(("127.0.0.1", device.port))
    again.sendall(recorded)
    read_all(again)
    again.close()
    assert "once" not in krait.out("eval", "'x'")
    log = device.log_text()
    assert log.count("carl@") <= 2, log  # the real visit: it came and it left
    alive(krait)


def test_memory_stays_bounded_over_many_connections(device, krait):
    for _ in range(20):
        krait("eval", "1", check=True)
    before = device.rss()
    for _ in range(150):
        krait("eval", "1", check=True)
    assert device.rss() - before < 1 << 20


def test_a_client_that_vanishes_in_the_middle_of_a_put(device, krait, tmp_path, background):
    (device.root / "f").write_bytes(b"old")
    big = tmp_path / "f"
    big.write_bytes(os.urandom(32 << 20))
    process = background(krait.start("cp", big, ":/f"))
    wait_until(lambda: process.poll() is not None or any("krait-part" in p.name for p in device.root.iterdir()), "it has begun")
    process.kill()
    process.wait()
    alive(krait)
    content = (device.root / "f").read_bytes()
    assert content in (b"old", big.read_bytes())


def test_a_reader_that_does_not_read(device, krait, tmp_path, background):
    """A stopped client holds up its own program, nobody else, and no memory."""
    import signal
    process = background(krait.start("exec", "while True: print('x' * 1000)"))
    process.stdout.read(1000)
    process.send_signal(signal.SIGSTOP)
    before = device.rss()
    for _ in range(20):
        krait("ls", check=True)
    assert device.rss() - before < 4 << 20
    process.send_signal(signal.SIGCONT)
    process.kill()
