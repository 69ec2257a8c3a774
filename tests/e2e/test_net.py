"""Programs in the network: the example client and server against curl, openssl and Python's own server, on a device and without one; and a device whose link stays
alive while its program waits."""

import http.server
import json
import re
import signal
import socket
import ssl
import subprocess
import threading
import time

import pytest

from conftest import BIN, PATIENCE, ROOT, Krait, wait_until

KRAITPY = BIN / "kraitpy"
CLIENT = ROOT / "examples" / "http_client"
SERVER = ROOT / "examples" / "https_server"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """(certificate, key) for localhost, made by openssl."""
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "key.pem", "-out", "cert.pem",
                    "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], cwd=folder, check=True, capture_output=True)
    return folder / "cert.pem", folder / "key.pem"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/moved":
            self.answer(302, b"", Location="/plain")
        elif self.path == "/chunks":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in (b"one", b"x" * 5000, b"last\n"):
                self.wfile.write(b"%x;ext=1\r\n%s\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\nTrailer: yes\r\n\r\n")
        elif self.path == "/plain":
            self.answer(200, b"plain text\n", Content_Type="text/plain")
        else:
            self.answer(404, b"not here\n")

    def do_POST(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b""
            while True:
                size = int(self.rfile.readline(), 16)
                body += self.rfile.read(size)
                self.rfile.readline()
                if size == 0:
                    break
        else:
            body = self.rfile.read(int(self.headers["Content-Length"]))
        said = {"length": len(body), "type": self.headers.get("Content-Type"), "chunked": "Transfer-Encoding" in self.headers, "end": body[-5:].decode()}
        self.answer(201, json.dumps(said).encode(), Content_Type="application/json")


@pytest.fixture(params=["http", "https"])
def web(request, certificate):
    """Python's own server; the URL of its root."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if request.param == "https":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield "%s://localhost:%d" % (request.param, server.server_address[1])
    server.shutdown()
    thread.join()
    server.server_close()


def run(code, folder, *arguments):
    """Runs code beside the example's module; what it printed."""
    (folder / "program.py").write_text("import sys\nsys.path.append(%r)\n%s" % (str(CLIENT), code))
    done = subprocess.run([KRAITPY, "program.py", *arguments], cwd=folder, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_client_example(web, certificate, tmp_path):
    (tmp_path / "ca.pem").write_text(certificate[0].read_text())
    done = subprocess.run([KRAITPY, CLIENT / "main.py", web + "/plain"], cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE)
    assert done.stderr == "" and done.returncode == 0
    assert done.stdout == "200 OK\ncontent-length: 11\ncontent-type: text/plain\n\nplain text\n\n"
    (tmp_path / "data.bin").write_bytes(b"0123456789" * 300)
    done = subprocess.run([KRAITPY, CLIENT / "main.py", web + "/post", "data.bin"], cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE)
    said = json.loads(done.stdout.splitlines()[-1])
    assert said == {"length": 3000, "type": None, "chunked": True, "end": "56789"}


CLIENT_PROGRAM = """
import http_client, ssl
url = sys.argv[1]
context = ssl.create_default_context(cafile=sys.argv[2])
answer = http_client.get(url + "/moved", context=context)
print(answer.status, answer.text)
answer = http_client.get(url + "/chunks", context=context)
print(answer.status, len(answer.content), answer.content[:4], answer.content[-5:])
with http_client.get(url + "/chunks", context=context, stream=True) as answer:
    print(sum(len(piece) for piece in answer.iter_content(100)))
answer = http_client.post(url + "/", json_data={"a": [1, 2]}, context=context)
print(answer.status, answer.json())
answer = http_client.post(url + "/", "text", context=context)
print(answer.json())
print(http_client.get(url + "/nothing", context=context).status, http_client.head(url + "/plain", context=context).status)
"""


def test_client_speaks_http(web, certificate, tmp_path):
    lines = run(CLIENT_PROGRAM, tmp_path, web, str(certificate[0])).splitlines()
    assert lines[0] == "200 plain text"
    assert lines[2] == "200 5008 b'onex' b'last\\n'"
    assert lines[3] == "5008"
    assert lines[4] == "201 {'length': 13, 'type': 'application/json', 'chunked': False, 'end': ', 2]}'}"
    assert "'length': 4" in lines[5]
    assert lines[6] == "404 501"


def test_client_does_not_trust_strangers(certificate, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        code = ("import http_client, ssl\n"
                "try:\n    http_client.get(sys.argv[1])\nexcept ssl.SSLCertVerificationError as error:\n    print('refused', isinstance(error, OSError))\n")
        assert run(code, tmp_path, "https://localhost:%d/plain" % server.server_address[1]) == "refused True\n"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# --- the server ---


def curl(certificate, *arguments, **options):
    return subprocess.run(["curl", "-s", "--cacert", certificate[0], *arguments], capture_output=True, text=True, timeout=PATIENCE, **options)


@pytest.fixture
def https_server(certificate, background):
    """The example server; its port."""
    process = background(subprocess.Popen([KRAITPY, "-u", SERVER / "main.py", "0", *certificate], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    port = int(re.fullmatch(r"serving on port (\d+)\n", process.stdout.readline()).group(1))
    return process, port


def test_server_talks_to_curl(https_server, certificate):
    process, port = https_server
    root = "https://localhost:%d" % port
    assert curl(certificate, root + "/").stdout.startswith("Sensors:")
    assert 19 < json.loads(curl(certificate, root + "/temperature").stdout)["celsius"] < 21
    assert curl(certificate, "-X", "PUT", "-d", '{"celsius": 25.5}', root + "/target").stdout == '{"celsius": 25.5}'
    assert json.loads(curl(certificate, root + "/target").stdout) == {"celsius": 25.5}
    chunked = curl(certificate, "-H", "Transfer-Encoding: chunked", "-d", '{"celsius": 18}', root + "/target")
    assert chunked.stdout == '{"celsius": 18.0}'
    history = curl(certificate, "-i", root + "/history").stdout
    assert "Transfer-Encoding: chunked" in history and history.endswith("23,17\n") and history.count("\n") > 24
    assert curl(certificate, "-w", "%{http_code}", root + "/nowhere").stdout.endswith("404")
    assert curl(certificate, "-X", "DELETE", "-w", "%{http_code}", root + "/target").stdout.endswith("405")
    assert curl(certificate, "-d", "no json", "-w", "%{http_code}", root + "/target").stdout.endswith("400")
    assert curl(certificate, "-I", root + "/").stdout.startswith("HTTP/1.1 200")
    assert curl(certificate, "-X", "POST", root + "/stop").stdout == "bye\n"
    assert process.wait(PATIENCE) == 0


def test_server_and_openssl(https_server, certificate):
    _, port = https_server
    command = ["openssl", "s_client", "-quiet", "-connect", "127.0.0.1:%d" % port, "-CAfile", certificate[0], "-verify_return_error", "-servername", "localhost"]
    done = subprocess.run(command, input=b"GET /target HTTP/1.0\r\n\r\n", capture_output=True, timeout=PATIENCE)
    assert done.stdout.endswith(b'{"celsius": 20.0}') and b"verify return:1" in done.stderr


def test_server_survives_bad_guests(https_server, certificate):
    process, port = https_server
    plain = socket.create_connection(("127.0.0.1", port))
    plain.sendall(b"GET / HTTP/1.0\r\n\r\n")
    plain.settimeout(PATIENCE)
    try:
        while plain.recv(100):  # an alert, then the end
            pass
    except ConnectionResetError:
        pass
    plain.close()
    silent = socket.create_connection(("127.0.0.1", port))
    silent.close()
    untrusting = curl(("/dev/null",), "https://localhost:%d/" % port)
    assert untrusting.returncode != 0
    assert curl(certificate, "https://localhost:%d/target" % port).stdout == '{"celsius": 20.0}'
    assert process.poll() is None


def test_server_on_a_device(new_device, tmp_path, certificate, background):
    krait = Krait(tmp_path / "u", new_device(heap="1048576"))
    krait("cp", "-r", SERVER, ":/server", check=True)
    krait("cp", *certificate, ":/server/", check=True)
    (tmp_path / "start.py").write_text("import sys\nsys.path.append('/server')\nimport main\nmain.main('0', '/server/cert.pem', '/server/key.pem')\n")
    job = background(krait.start("run", tmp_path / "start.py", text=True))
    port = int(re.fullmatch(r"serving on port (\d+)\n", job.stdout.readline()).group(1))
    root = "https://localhost:%d" % port
    for celsius in range(3):
        assert curl(certificate, "-d", json.dumps({"celsius": celsius}), root + "/target").stdout == '{"celsius": %d.0}' % celsius
        assert "server" in krait.out("ls", ":/")
    assert curl(certificate, "-X", "POST", root + "/stop").stdout == "bye\n"
    assert job.wait(PATIENCE) == 0


# --- the link, while a program waits ---

WAITING = """
import socket
s = socket.create_server(("127.0.0.1", 0))
print(s.getsockname()[1])
connection, _ = s.accept()
print(connection.recv(100))
connection.sendall(b"bye")
connection.close()
"""


def test_link_is_alive_while_a_program_waits(krait, tmp_path, background):
    (tmp_path / "wait.py").write_text(WAITING)
    job = background(krait.start("run", tmp_path / "wait.py", text=True))
    port = int(job.stdout.readline())
    for _ in range(5):
        begin = time.monotonic()
        krait("ls", check=True)
        assert time.monotonic() - begin < 20
    krait("cp", tmp_path / "wait.py", ":/copy.py", check=True)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"hello")
        assert connection.recv(100) == b"bye"
    out, err = job.communicate(timeout=PATIENCE)
    assert out == "b'hello'\n" and err == ""


def test_waiting_program_can_be_interrupted(krait, tmp_path, background):
    (tmp_path / "wait.py").write_text(WAITING.replace("connection, _ = s.accept()", "try:\n    s.accept()\nfinally:\n    print('cleaned up')"))
    job = background(krait.start("run", tmp_path / "wait.py", text=True))
    int(job.stdout.readline())
    job.send_signal(signal.SIGINT)
    out, err = job.communicate(timeout=PATIENCE)
    assert "cleaned up" in out and "KeyboardInterrupt" in err


def test_kraitpy_is_interrupted_in_accept(background):
    process = background(subprocess.Popen([KRAITPY, "-u", "-c", WAITING], stdout=subprocess.PIPE, stderr=subprocess.PIPE))
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=PATIENCE)
    assert process.returncode == -signal.SIGINT and stderr.endswith(b"KeyboardInterrupt\n")


def test_sockets_of_an_ended_program_are_closed(krait):
    code = "import socket\nkeep = socket.create_server(('127.0.0.1', 0))\nprint(keep.getsockname()[1])"
    port = int(krait.out("exec", code))
    socket.create_connection(("127.0.0.1", port)).close()  # names live on between jobs, so does the socket
    krait("reset", check=True)

    def refused():
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            return True
        return False

    wait_until(refused, "the port is free again")


def test_a_program_waits_for_its_input_and_a_socket(krait, tmp_path, background):
    (tmp_path / "both.py").write_text(
        "import select, socket, sys\ns = socket.create_server(('127.0.0.1', 0))\nprint(s.getsockname()[1])\np = select.poll()\n"
        "p.register(s, select.POLLIN)\np.register(sys.stdin, select.POLLIN)\nfor _ in range(2):\n"
        "    for thing, event in p.poll(60000):\n        if thing is s:\n            s.accept()\n            print('guest')\n"
        "        else:\n            print('line', sys.stdin.readline().strip())\n")
    job = background(krait.start("run", tmp_path / "both.py", stdin=subprocess.PIPE, text=True, bufsize=1))
    port = int(job.stdout.readline())
    with socket.create_connection(("127.0.0.1", port)):
        assert job.stdout.readline() == "guest\n"
        job.stdin.write("typed\n")
        job.stdin.flush()
        assert job.stdout.readline() == "line typed\n"
    assert job.wait(PATIENCE) == 0


def test_names_are_looked_up(tmp_path):
    code = ("import socket\nfor row in socket.getaddrinfo('localhost', 'http', type=socket.SOCK_STREAM):\n    print(row[0] in (2, 10), row[4][1])\n"
            "try:\n    socket.getaddrinfo('no-such-host.invalid', 80)\nexcept socket.gaierror as error:\n    print('unknown', error.errno < 0)\n"
            "print(socket.gethostbyname('localhost'), len(socket.gethostname()) > 0)\n")
    lines = run(code, tmp_path).splitlines()
    assert lines[0] == "True 80" and lines[-2:] == ["unknown True", "127.0.0.1 True"]
