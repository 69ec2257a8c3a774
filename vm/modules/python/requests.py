"""HTTP requests: get(url).json() and the like."""

import socket

_PORTS = {"http": 80, "https": 443}
_MOVED = (301, 302, 303, 307, 308)


class Response:
    """What a server answered. `raw` is the stream of the body, which `content`, `text` and json() read to its end."""

    def __init__(self, f):
        self.raw = f
        self.encoding = "utf-8"
        self._body = None
        self._left = None  # bytes of the body; None: to the end of the stream

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()

    def close(self):
        """Close the connection."""
        if self.raw:
            self.raw.close()
            self.raw = None
        self._body = None

    @property
    def ok(self):
        return self.status_code < 400

    @property
    def content(self):
        """The body."""
        if self._body is None:
            try:
                self._body = _chunks(self.raw) if self._left == "chunked" else _exactly(self.raw, self._left)
            finally:
                self.raw.close()
                self.raw = None
        return self._body

    @property
    def text(self):
        """The body as a str."""
        return str(self.content, self.encoding)

    def json(self):
        """The object that the body's JSON stands for."""
        import json

        return json.loads(self.content)


def _exactly(stream, size):
    if size is None:
        return stream.read()
    data = b""
    while len(data) < size:
        part = stream.read(size - len(data))
        if not part:
            raise OSError("the body ends after %d bytes of %d" % (len(data), size))
        data = data + part if data else part
    return data


def _chunks(stream):
    body = bytearray()
    while size := int(stream.readline().split(b";")[0], 16):
        body += _exactly(stream, size)
        stream.readline()
    return bytes(body)


def _split(url):
    scheme, _, rest = url.partition("://")
    if scheme not in _PORTS:
        raise ValueError("Unsupported protocol: %s" % scheme)
    place, slash, path = rest.partition("/")
    host, colon, port = place.partition(":")
    return scheme, host, int(port) if colon else _PORTS[scheme], slash + path or "/"


def _connect(scheme, host, port, timeout):
    found = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)[0]
    sock = socket.socket(*found[:3])
    try:
        if timeout is not None:
            sock.settimeout(timeout)
        sock.connect(found[-1])
        if scheme == "https":
            import ssl

            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.verify_mode = ssl.CERT_NONE
            sock = context.wrap_socket(sock, server_hostname=host)
    except BaseException:
        sock.close()
        raise
    return sock


def _send(stream, method, url, headers, data):
    _, host, port, path = _split(url)
    lines = ["%s %s HTTP/1.0" % (method, path)]
    given = [name.lower() for name in headers]
    if "host" not in given:
        lines.append("Host: %s" % (host if port in _PORTS.values() else "%s:%d" % (host, port)))
    lines += ["%s: %s" % pair for pair in headers.items()]
    parts = data if data is not None and not isinstance(data, (bytes, bytearray, memoryview)) else None
    if parts is not None:
        # What comes piece by piece has no length to tell beforehand.
        lines[0] = lines[0].replace("1.0", "1.1")
        lines += ["Transfer-Encoding: chunked", "Connection: close"]
    elif data is not None and "content-length" not in given:
        lines.append("Content-Length: %d" % len(data))
    stream.write("\r\n".join(lines).encode() + b"\r\n\r\n")
    for part in parts or ():
        part = part.encode() if isinstance(part, str) else part
        stream.write(b"%x\r\n" % len(part))
        stream.write(part)
        stream.write(b"\r\n")
    if parts is not None:
        stream.write(b"0\r\n\r\n")
    elif data:
        stream.write(data)


def _receive(stream, parse_headers):
    answer = Response(stream)
    parts = stream.readline().decode().split(None, 2)
    if len(parts) < 2 or not parts[0].startswith("HTTP/"):
        raise ValueError("HTTP error: BadStatusLine:\n%s" % parts)
    answer.status_code = int(parts[1])
    answer.reason = parts[2].rstrip() if len(parts) > 2 else ""
    answer.headers = None if parse_headers is False else {}
    location = None
    while (line := stream.readline()) not in (b"", b"\r\n", b"\n"):
        name, _, value = line.decode().partition(":")
        low, value = name.lower(), value.strip()
        if low == "location":
            location = value
        elif low == "content-length":
            answer._left = int(value)
        elif low == "transfer-encoding" and "chunked" in value.lower():
            answer._left = "chunked"
        if callable(parse_headers):
            parse_headers(line, answer.headers)
        elif parse_headers:
            answer.headers[name] = value
    return answer, location


def _joined(url, location):
    if "://" in location:
        return location
    scheme, host, port, path = _split(url)
    if not location.startswith("/"):
        location = path.partition("?")[0].rpartition("/")[0] + "/" + location
    return "%s://%s:%d%s" % (scheme, host, port, location)


def request(method, url, data=None, json=None, headers={}, stream=None, auth=None, timeout=None, parse_headers=True):
    """Send a request; returns the Response. Redirections are followed."""
    headers = dict(headers)
    if auth is not None:
        from binascii import b2a_base64

        headers["Authorization"] = "Basic " + b2a_base64(("%s:%s" % auth).encode(), newline=False).decode()
    if json is not None:
        from json import dumps

        data = dumps(json)
        headers.setdefault("Content-Type", "application/json")
    if isinstance(data, str):
        data = data.encode()
    for _ in range(6):
        scheme, host, port, _ = _split(url)
        sock = _connect(scheme, host, port, timeout)
        try:
            _send(sock, method, url, headers, data)
            answer, location = _receive(sock, parse_headers)
            if method == "HEAD" or answer.status_code in (204, 304):
                answer._left = 0
        except BaseException:
            sock.close()
            raise
        if location is None or answer.status_code not in _MOVED:
            answer.url = url
            return answer
        sock.close()
        last, url = url, _joined(url, location)
        if _split(last)[:3] != _split(url)[:3]:
            headers.pop("Authorization", None)  # it is not for another server
        if answer.status_code == 303 or (answer.status_code < 303 and method == "POST"):
            method, data = "GET", None
    raise ValueError("Too many redirections")


def head(url, **kw):
    """request("HEAD", …)"""
    return request("HEAD", url, **kw)


def get(url, **kw):
    """request("GET", …)"""
    return request("GET", url, **kw)


def post(url, **kw):
    """request("POST", …)"""
    return request("POST", url, **kw)


def put(url, **kw):
    """request("PUT", …)"""
    return request("PUT", url, **kw)


def patch(url, **kw):
    """request("PATCH", …)"""
    return request("PATCH", url, **kw)


def delete(url, **kw):
    """request("DELETE", …)"""
    return request("DELETE", url, **kw)
