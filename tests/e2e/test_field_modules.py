"""requests and umqtt, which programs for MicroPython find in its firmware, against a real server and a real broker; webrepl_setup at a terminal."""

import http.server
import json
import subprocess
import threading

import pytest

from broker import Broker
from conftest import BIN, PATIENCE

KRAITPY = str(BIN / "kraitpy")


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def answer(self, code, body=b"", **headers):
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def read_body(self):
        if self.headers["Transfer-Encoding"] != "chunked":
            return self.rfile.read(int(self.headers["Content-Length"] or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def do_GET(self):
        if self.path.startswith("/moved"):
            self.answer(302, Location="echo?" + self.path)
        elif self.path == "/round":
            self.answer(301, Location="/round")
        elif self.path == "/chunks":
            self.answer(200, b"4\r\none \r\n5;x=y\r\ntwo \xc3\r\n1\r\n\xa4\r\n0\r\n\r\n", Transfer_Encoding="chunked")
        elif self.path == "/short":
            self.answer(200, b"abc", Content_Length="5")
        elif self.path == "/missing":
            self.answer(404, b"no")
        else:
            self.do_POST()

    def do_POST(self):
        said = {"method": self.command, "path": self.path, "body": self.read_body().decode(), "host": self.headers["Host"],
                "type": self.headers["Content-Type"], "auth": self.headers["Authorization"], "x": self.headers["X-Mine"]}
        self.answer(200, b"" if self.command == "HEAD" else json.dumps(said).encode(), Content_Type="application/json", X_Yours="2")

    do_PUT = do_PATCH = do_DELETE = do_HEAD = do_POST


@pytest.fixture
def web():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def run(code, *arguments, **options):
    done = subprocess.run([KRAITPY, "-c", code, *map(str, arguments)], capture_output=True, text=True, timeout=PATIENCE, **options)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_requests(web):
    lines = run("""
import sys, urequests, requests
at = "http://127.0.0.1:%s" % sys.argv[1]
r = urequests.get(at, headers={"X-Mine": "1"})
print(requests is urequests, r.status_code, r.reason, r.ok, r.headers["X-Yours"], r.json())
r.close()
for method in ("post", "put", "patch", "delete"):
    said = getattr(requests, method)(at + "/p?a=1", data="täxt").json()
    print(said["method"], said["path"], said["body"])
print(requests.post(at, json={"a": [1, None]}, auth=("me", "secret")).json())
print(requests.post(at, data=iter([b"one", "two"])).json()["body"])
r = requests.head(at)
print(r.status_code, r.content)
r = requests.get(at + "/moved")
print(r.url[len(at):], r.json()["path"])
with requests.get(at + "/chunks") as r:
    print(r.text)
print(requests.get(at + "/missing").ok, requests.request("GET", at + "/missing", parse_headers=False).headers)
for bad in ("/round", "/short"):
    try:
        requests.get(at + bad).content
    except (OSError, ValueError) as e:
        print(type(e).__name__, e)
try:
    requests.get("ftp://x/")
except ValueError as e:
    print(e)
""", web)
    host = "127.0.0.1:%d" % web
    plain = {"method": "GET", "path": "/", "body": "", "host": host, "type": None, "auth": None, "x": "1"}
    assert lines[0] == "True 200 OK True 2 %r" % plain
    assert lines[1:5] == ["%s /p?a=1 täxt" % method for method in ("POST", "PUT", "PATCH", "DELETE")]
    sent = {"method": "POST", "path": "/", "body": '{"a": [1, null]}', "host": host, "type": "application/json", "auth": "Basic bWU6c2VjcmV0", "x": None}
    assert lines[5] == repr(sent)
    assert lines[6:] == ["onetwo", "200 b''", "/echo?/moved /echo?/moved", "one two ä", "False None", "ValueError Too many redirections",
                         "OSError the body ends after 3 bytes of 5", "Unsupported protocol: ftp"]


@pytest.fixture
def broker(tmp_path):
    """A broker that wants a password; its port."""
    passwords = tmp_path / "passwords"
    subprocess.run(["mosquitto_passwd", "-b", "-c", passwords, "me", "secret"], check=True)
    with Broker(tmp_path, "allow_anonymous false", "password_file %s" % passwords) as started:
        yield started.port


@pytest.mark.parametrize("kind", ["simple", "robust"])
def test_umqtt(broker, kind):
    lines = run("""
import sys, time
from umqtt.simple import MQTTException
from umqtt.%s import MQTTClient
port, got = int(sys.argv[1]), []
def client(name, **more):
    c = MQTTClient(name, "127.0.0.1", port, "me", "secret", **more)
    c.set_callback(lambda topic, message: got.append((topic, message)))
    return c
try:
    MQTTClient("no", "127.0.0.1", port, user="me", password="wrong").connect()
except MQTTException as e:
    print("refused", e)
a, b = client("a", keepalive=30), client(b"b")
b.set_last_will("will/b", "gone", qos=1)
print(a.connect(), b.connect(clean_session=False))
a.subscribe(b"t/#")
a.subscribe("will/+", 1)
print(a.check_msg())
b.publish(b"t/0", b"plain")
b.publish("t/1", "sure", qos=1)
b.publish(b"t/long", bytes(300), True, 1)
a.ping()
end = time.ticks_ms()
while len(got) < 3 and time.ticks_diff(time.ticks_ms(), end) < 20000:
    a.check_msg()
print(got[:2], got[2][0], len(got[2][1]))
b.sock.close()
while len(got) < 4:
    a.wait_msg()
print(got[3])
b.connect(False)
print(got.clear())
b.subscribe("t/long")
while not got:
    b.wait_msg()
print(got[0][0])
b.disconnect()
a.disconnect()
""" % kind, broker)
    assert lines == ["refused 5", "False False", "None", "[(b't/0', b'plain'), (b't/1', b'sure')] b't/long' 300", "(b'will/b', b'gone')", "None", "b't/long'"]


def test_umqtt_robust_connects_anew(broker):
    lines = run("""
import sys
from umqtt.robust import MQTTClient
got = []
c = MQTTClient("r", "127.0.0.1", int(sys.argv[1]), "me", "secret")
c.DELAY = 0
c.set_callback(lambda topic, message: got.append(message))
c.connect(False)
c.subscribe("r/#", 1)
c.sock.close()
c.publish("r/1", "after the first loss", qos=1)
c.sock.close()
c.publish("r/2", "after the second")
while len(got) < 2:
    c.wait_msg()
print(got)
c.disconnect()
""", broker)
    assert lines == ["[b'after the first loss', b'after the second']"]


def test_webrepl_setup(tmp_path):
    done = subprocess.run([KRAITPY, "-c", "import webrepl_setup"], cwd=tmp_path, input="abc\nsecret\nsecrets\nsecret\nsecret\n", capture_output=True, text=True, timeout=PATIENCE)
    assert "Too short." in done.stdout and "They differ." in done.stdout and done.returncode == 0
    assert (tmp_path / "webrepl_cfg.py").read_text() == "PASS = 'secret'\n"
