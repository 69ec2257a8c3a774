"""asyncio with real sockets, on the simulated board, and on a device whose link must stay alive while its loop waits."""

import concurrent.futures
import errno
import http.client
import json
import re
import signal
import socket
import ssl
import subprocess

import pytest

from conftest import BIN, PATIENCE, ROOT, Krait, wait_until

KRAITPY = str(BIN / "kraitpy")
EXAMPLES = ROOT / "examples"


@pytest.fixture
def program():
    """Starts kraitpy with a program; all are ended."""
    started = []

    def start(*arguments, **options):
        process = subprocess.Popen([KRAITPY, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def web(program):
    """The web server example; (process, port)."""
    process = program("main.py", 0, cwd=EXAMPLES / "web_server")
    line = process.stdout.readline()
    assert line.startswith("listening on port "), process.stderr.read()
    return process, int(line.split()[-1])


def get(port, path, method="GET", body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request(method, path, body)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, answer.getheader("Content-Type"), data


def test_web_server_routes(web):
    port = web[1]
    status, kind, body = get(port, "/")
    assert (status, kind) == (200, "text/html; charset=utf-8") and b"<h1>Greenhouse</h1>" in body
    status, kind, body = get(port, "/sensor")
    assert (status, kind) == (200, "application/json") and 0 <= json.loads(body)["moisture"] <= 1
    assert json.loads(get(port, "/light")[2]) == {"on": False}
    assert json.loads(get(port, "/light", "POST", '{"on": true}')[2]) == {"on": True}
    assert json.loads(get(port, "/light")[2]) == {"on": True}
    assert get(port, "/none")[0] == 404
    assert get(port, "/sensor", "POST", "")[0] == 405
    assert get(port, "/light", "POST", "{")[0] == 400
    assert get(port, "/light", "POST", '{"on": 3}')[0] == 400
    assert get(port, "/light", "POST", "x" * 5000)[0] == 413
    status, _, body = get(port, "/sensor", "HEAD")
    assert (status, body) == (200, b"")


def test_web_server_keeps_a_connection(web):
    connection = http.client.HTTPConnection("127.0.0.1", web[1], timeout=PATIENCE)
    for _ in range(20):
        connection.request("GET", "/sensor")
        answer = connection.getresponse()
        assert answer.status == 200 and answer.getheader("Connection") == "keep-alive"
        assert "moisture" in json.loads(answer.read())
    connection.close()


def test_web_server_with_many_clients(web):
    def client(number):
        return [get(web[1], "/slow?ms=5" if (number + n) % 3 else "/sensor")[0] for n in range(10)]

    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        assert list(pool.map(client, range(12))) == [[200] * 10] * 12


def test_slow_clients_keep_nobody_waiting(web):
    port = web[1]
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(3)]
    half = socket.create_connection(("127.0.0.1", port))
    half.sendall(b"GET /sensor HTTP/1.1\r\nHost:")
    slow = socket.create_connection(("127.0.0.1", port))
    slow.sendall(b"GET /slow?ms=60000 HTTP/1.1\r\n\r\n")
    assert get(port, "/sensor")[0] == 200
    half.sendall(b" me\r\nConnection: close\r\n\r\n")
    half.settimeout(PATIENCE)
    answer = b""
    while data := half.recv(4096):
        answer += data
    assert answer.startswith(b"HTTP/1.1 200 OK")
    for s in (*silent, half, slow):
        s.close()
    assert get(port, "/sensor")[0] == 200


def test_web_server_survives_nonsense(web):
    for data in (b"\r\n\r\n", b"nonsense\r\n\r\n", b"\xff\xfe\x00" * 100 + b"\r\n", b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 50 + b"\r\n",
                 b"POST /light HTTP/1.1\r\nContent-Length: -5\r\n\r\n", b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc"):
        with socket.create_connection(("127.0.0.1", web[1])) as s:
            s.settimeout(PATIENCE)
            try:
                s.sendall(data)
                s.shutdown(socket.SHUT_WR)
                while s.recv(4096):
                    pass
            except ConnectionError:
                pass
            except OSError as error:
                assert error.errno == errno.ENOTCONN  # the server has gone already
    assert get(web[1], "/sensor")[0] == 200


def test_web_server_is_interrupted(web):
    process, port = web
    with socket.create_connection(("127.0.0.1", port)) as s:
        s.sendall(b"GET /slow?ms=60000 HTTP/1.1\r\n\r\n")
        assert get(port, "/sensor")[0] == 200
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE)
        assert (process.returncode, errors) == (0, "")
        assert output.endswith("stopped\n")
        s.settimeout(PATIENCE)
        assert s.recv(100) == b""


def test_async_blink(tmp_path):
    board, journal = tmp_path / "board.json", tmp_path / "journal.jsonl"
    board.write_text(json.dumps({"clock": "virtual", "pins": {"0": {"button": [[3.0, 3.2]], "bounce_ms": 8}}}))
    done = subprocess.run([KRAITPY, "--board", board, "--board-log", journal, EXAMPLES / "async_blink" / "main.py", "60"], capture_output=True, text=True,
                          timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "the button was pressed\nstatus: blinked, off\nnetwork: blinked, off\npump: blinked, off\n"
    events = [json.loads(line) for line in journal.read_text().splitlines()]
    for pin, period in ((2, 0.5), (4, 0.17), (5, 0.29)):
        times = [(e["t"], e["level"]) for e in events if e["event"] == "pin" and e["pin"] == pin]
        assert [level for _, level in times[:6]] == [1, 0] * 3
        gaps = [b - a for (a, _), (b, _) in zip(times[:6], times[1:6])]
        assert all(0 <= gap - period < 0.02 for gap in gaps), gaps
        assert 3.0 <= times[-1][0] < 3.1 or times[-2][1] == 1


def test_time_over_without_a_press(tmp_path):
    board = tmp_path / "board.json"
    board.write_text('{"clock": "virtual"}')
    done = subprocess.run([KRAITPY, "--board", board, EXAMPLES / "async_blink" / "main.py", "2"], capture_output=True, text=True, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "time is over"


WAITS = """
import asyncio
async def tick():
    try:
        while True:
            await asyncio.sleep_ms(5)
    finally:
        await asyncio.sleep(0)
        print('tick has ended')
async def main():
    t = asyncio.create_task(tick())
    print('waiting')
    try:
        await asyncio.Event().wait()
    finally:
        print('main has ended')
asyncio.run(main())
"""


def test_interrupt_runs_finally_blocks(program):
    process = program("-c", WAITS)
    assert process.stdout.readline() == "waiting\n"
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=PATIENCE)
    assert sorted(output.splitlines()) == ["main has ended", "tick has ended"]
    assert errors.splitlines()[-1] == "KeyboardInterrupt"


def test_a_device_serves_files_while_its_loop_waits(new_device, tmp_path):
    krait = Krait(tmp_path / "u", new_device())
    (tmp_path / "waits.py").write_text(WAITS)
    process = krait.start("run", tmp_path / "waits.py", text=True)
    try:
        assert process.stdout.readline() == "waiting\n"
        for n in range(3):
            (tmp_path / "f").write_text("content %d" % n)
            krait("cp", tmp_path / "f", ":/f", check=True)
            assert krait.out("cat", ":/f") == "content %d" % n
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE)
        assert sorted(output.splitlines()) == ["main has ended", "tick has ended"]
        assert "KeyboardInterrupt" in errors
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
    assert krait.out("exec", "import asyncio; print(asyncio.run(asyncio.sleep(0, 'again')))") == "again\n"


def test_a_web_server_on_a_device(new_device, tmp_path):
    krait = Krait(tmp_path / "u", new_device())
    folder = EXAMPLES / "web_server"
    process = krait.start("mount", "-r", folder, "--", "run", folder / "main.py", "0", text=True)
    try:
        port = int(process.stdout.readline().split()[-1])
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            assert [status for status, _, _ in pool.map(lambda n: get(port, "/sensor"), range(20))] == [200] * 20
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=PATIENCE)
        assert "stopped" in output
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
    wait_until(lambda: socket.socket().connect_ex(("127.0.0.1", port)) != 0, "the server's port is closed")


SECURE = """
import asyncio, ssl, sys
async def echo(reader, writer):
    try:
        while line := await reader.readline():
            writer.write(line.upper())
            await writer.drain()
    finally:
        writer.close()
        await writer.wait_closed()
async def main(cert, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server = await asyncio.start_server(echo, '127.0.0.1', 0, ssl=context)
    print(server.sockets[0].getsockname()[1])
    async with server:
        await server.serve_forever()
asyncio.run(main(*sys.argv[1:]))
"""

SECURE_CLIENT = """
import asyncio, ssl, sys
async def talk(cert, port, n):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cafile=cert)
    reader, writer = await asyncio.open_connection('127.0.0.1', port, ssl=context, server_hostname='krait.test')
    writer.write(b'line %d\\n' % n)
    await writer.drain()
    answer = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return answer
async def main(cert, port):
    print(await asyncio.gather(*(talk(cert, int(port), n) for n in range(3))))
    try:
        context = ssl.create_default_context()
        reader, writer = await asyncio.open_connection('127.0.0.1', int(port), ssl=context, server_hostname='krait.test')
        writer.write(b'x')
        await writer.drain()
        await reader.read(1)
    except OSError:
        print('not trusted')
asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture
def certificate(tmp_path):
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out", cert, "-days", "2",
                    "-subj", "/CN=krait.test", "-addext", "subjectAltName=DNS:krait.test"], check=True, capture_output=True, timeout=PATIENCE)
    return cert, key


def test_tls_streams(program, certificate, tmp_path):
    cert, key = certificate
    (tmp_path / "server.py").write_text(SECURE)
    (tmp_path / "client.py").write_text(SECURE_CLIENT)
    server = program(tmp_path / "server.py", cert, key)
    port = server.stdout.readline().strip()
    assert port.isdigit(), server.stderr.read()
    context = ssl.create_default_context(cafile=cert)
    with socket.create_connection(("127.0.0.1", int(port)), PATIENCE) as plain, context.wrap_socket(plain, server_hostname="krait.test") as s:
        s.sendall(b"from cpython\n" + b"x" * 20000 + b"\n")
        data = b""
        while data.count(b"\n") < 2:
            data += s.recv(4096)
        assert data == b"FROM CPYTHON\n" + b"X" * 20000 + b"\n"
    client = program(tmp_path / "client.py", cert, port)
    output, errors = client.communicate(timeout=PATIENCE)
    assert output.splitlines() == ["[b'LINE 0\\n', b'LINE 1\\n', b'LINE 2\\n']", "not trusted"], errors


@pytest.mark.parametrize("name", ["as_completed", "barrier", "condition", "event", "lock_cancel", "queue_cancel", "timeout"])
def test_memory_that_is_missing_anywhere_leaves_nobody_waiting(name):
    """One allocation after the other fails: the program ends, in whatever way. Steps of two, since what allocates while it leaves a lock does so in pairs."""
    path = ROOT / "tests" / "language" / "modules_asyncio" / f"{name}.py"
    plain = subprocess.run([KRAITPY, "-X", "allocations", path], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)
    count = int(re.search(r"\d+", plain.stderr)[0])

    def ends(n):
        done = subprocess.run([KRAITPY, "-X", f"fail={n}", path], stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE)
        return done.returncode in (0, 1)

    begin = count // 2  # before that the modules are imported
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        assert count > 200 and all(pool.map(ends, range(begin, count + 1, 2)))
