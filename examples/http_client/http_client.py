"""A small HTTP/1.1 client over sockets, in the style of requests:

    from http_client import get, post
    answer = get("https://example.org/data.json")
    print(answer.status, answer.headers["content-type"], answer.json())

Bodies come whole, by length or in chunks; `stream=True` gives them piece by piece, so that a large one needs no memory.
"""
import json
import socket

try:
    import ssl
except ImportError:  # a device without TLS
    ssl = None


class Answer:
    """What the server said. `content` is the body as bytes; with stream=True use iter_content()."""

    def __init__(self, stream, method):
        self._stream = stream
        version, status, *reason = stream.readline().decode().rstrip("\r\n").split(" ", 2)
        if not version.startswith("HTTP/1."):
            raise ValueError("this is no HTTP: " + version)
        self.status = int(status)
        self.reason = reason[0] if reason else ""
        self.headers = {}
        while True:
            line = stream.readline().decode().rstrip("\r\n")
            if not line:
                break
            name, value = line.split(":", 1)
            self.headers[name.strip().lower()] = value.strip()
        self._empty = method == "HEAD" or self.status in (204, 304)
        self._content = None

    def iter_content(self, size=1024):
        """The body in pieces of at most `size` bytes; the connection is closed behind the last one."""
        try:
            if self._empty:
                return
            if self.headers.get("transfer-encoding", "").lower() == "chunked":
                yield from self._chunks(size)
            else:
                length = self.headers.get("content-length")
                yield from self._pieces(None if length is None else int(length), size)
        finally:
            self.close()

    def _pieces(self, left, size):
        while left is None or left > 0:
            data = self._stream.read(size if left is None else min(size, left))
            if not data:
                if left:
                    raise OSError("the connection ended %d bytes too early" % left)
                return
            if left is not None:
                left -= len(data)
            yield data

    def _chunks(self, size):
        while True:
            length = int(self._stream.readline().split(b";")[0], 16)
            yield from self._pieces(length, size)
            if length == 0:
                while self._stream.readline().strip():  # trailers
                    pass
                return
            self._stream.readline()

    @property
    def content(self):
        if self._content is None:
            self._content = b"".join(self.iter_content())
        return self._content

    @property
    def text(self):
        return self.content.decode()

    def json(self):
        return json.loads(self.content)

    def close(self):
        self._stream.close()

    def __enter__(self):
        return self

    def __exit__(self, *what):
        self.close()


def split(url):
    """(scheme, host, port, path) of a URL."""
    scheme, rest = url.split("://", 1)
    host, slash, path = rest.partition("/")
    port = 443 if scheme == "https" else 80
    if host.startswith("["):
        host, _, number = host[1:].partition("]")
        number = number[1:]
    else:
        host, _, number = host.partition(":")
    return scheme, host, int(number) if number else port, "/" + path


def _open(scheme, host, port, timeout, context):
    s = socket.create_connection((host, port), timeout)
    if scheme == "http":
        return s
    if scheme != "https" or ssl is None:
        s.close()
        raise ValueError("cannot speak " + scheme)
    try:
        return (context or ssl.create_default_context()).wrap_socket(s, server_hostname=host)
    except BaseException:
        s.close()
        raise


def _send(s, method, host, path, headers, body):
    lines = ["%s %s HTTP/1.1" % (method, path), "Host: " + host, "Connection: close"]
    chunked = body is not None and not isinstance(body, (bytes, bytearray))
    if chunked:
        lines.append("Transfer-Encoding: chunked")
    elif body is not None:
        lines.append("Content-Length: %d" % len(body))
    lines.extend("%s: %s" % item for item in headers.items())
    s.sendall("\r\n".join(lines).encode() + b"\r\n\r\n")
    if chunked:
        for piece in body:
            if piece:
                s.sendall(b"%x\r\n" % len(piece))
                s.sendall(piece)
                s.sendall(b"\r\n")
        s.sendall(b"0\r\n\r\n")
    elif body:
        s.sendall(body)


def request(method, url, data=None, json_data=None, headers=None, timeout=10, context=None, redirects=5, stream=False):
    """Sends a request and reads the head of the answer. `data` is bytes, str, or an iterable of bytes, which is sent in chunks; `json_data` any
    object; `context` an ssl.SSLContext, by default one that verifies the server."""
    headers = dict(headers or {})
    if json_data is not None:
        data = json.dumps(json_data)
        headers.setdefault("Content-Type", "application/json")
    if isinstance(data, str):
        data = data.encode()
    while True:
        scheme, host, port, path = split(url)
        s = _open(scheme, host, port, timeout, context)
        try:
            _send(s, method, host if port in (80, 443) else "%s:%d" % (host, port), path, headers, data)
            file = s.makefile("rb")
        finally:
            s.close()  # the file keeps the connection
        answer = Answer(file, method)
        if answer.status not in (301, 302, 303, 307, 308) or not redirects:
            break
        answer.close()
        target = answer.headers["location"]
        url = target if "://" in target else "%s://%s:%d%s" % (scheme, host, port, target)
        redirects -= 1
        if answer.status == 303:
            method, data = "GET", None
    if not stream:
        answer.content
    return answer


def get(url, **options):
    return request("GET", url, **options)


def post(url, data=None, **options):
    return request("POST", url, data=data, **options)


def head(url, **options):
    return request("HEAD", url, **options)
