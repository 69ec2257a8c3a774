"""A small HTTPS server: routes, JSON, and one connection after the other.

    server = Server(ssl_context)
    @server.route("/temperature")
    def temperature(request):
        return {"celsius": 21.5}
    server.serve("0.0.0.0", 8443)

A handler gets a Request and returns text, bytes, something for JSON, an iterable of bytes (sent in chunks), or (status, any of these).
"""
import json
import socket

REASONS = {200: "OK", 204: "No Content", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 413: "Payload Too Large", 500: "Internal Server Error"}


class BadRequest(Exception):
    """Its argument is the status."""


class Request:
    def __init__(self, stream, limit):
        words = stream.readline().decode().split()
        if not words:
            raise EOFError
        if len(words) != 3:
            raise BadRequest(400)
        self.method, target, self.version = words
        self.path, _, self.query = target.partition("?")
        self.headers = {}
        while True:
            line = stream.readline().decode().rstrip("\r\n")
            if not line:
                break
            name, colon, value = line.partition(":")
            if not colon or len(self.headers) > 40:
                raise BadRequest(400)
            self.headers[name.strip().lower()] = value.strip()
        self.body = self._body(stream, limit)

    def _body(self, stream, limit):
        if self.headers.get("transfer-encoding", "").lower() == "chunked":
            parts, total = [], 0
            while True:
                size = int(stream.readline().split(b";")[0], 16)
                total += size
                if total > limit:
                    raise BadRequest(413)
                if size == 0:
                    while stream.readline().strip():
                        pass
                    return b"".join(parts)
                parts.append(stream.read(size))
                stream.readline()
        length = int(self.headers.get("content-length", "0"))
        if length > limit:
            raise BadRequest(413)
        return stream.read(length)

    def json(self):
        return json.loads(self.body)


class Server:
    def __init__(self, context=None, body_limit=65536, timeout=5):
        self.context = context  # an ssl.SSLContext; None: plain HTTP
        self.body_limit = body_limit
        self.timeout = timeout
        self.routes = {}
        self.running = False

    def route(self, path, *methods):
        def add(handler):
            self.routes[path] = (methods or ("GET",), handler)
            return handler

        return add

    def answer(self, request):
        methods, handler = self.routes.get(request.path, ((), None))
        if handler is None:
            return 404, "there is nothing here\n"
        if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
            return 405, "use " + ", ".join(methods) + "\n"
        result = handler(request)
        return result if isinstance(result, tuple) else (200, result)

    def send(self, stream, status, body, only_head=False):
        kind = "text/plain; charset=utf-8"
        if isinstance(body, (dict, list)):
            kind, body = "application/json", json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        whole = isinstance(body, (bytes, bytearray))
        length = "Content-Length: %d" % len(body) if whole else "Transfer-Encoding: chunked"
        head = "HTTP/1.1 %d %s\r\nContent-Type: %s\r\n%s\r\nConnection: close\r\n\r\n" % (status, REASONS.get(status, "Status"), kind, length)
        stream.sendall(head.encode())
        if only_head:
            return
        if whole:
            stream.sendall(body)
            return
        for piece in body:
            stream.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        stream.sendall(b"0\r\n\r\n")

    def handle(self, connection):
        connection.settimeout(self.timeout)
        stream = connection
        try:
            if self.context:
                stream = self.context.wrap_socket(connection, server_side=True)
            request = None
            with stream.makefile("rb") as reader:
                try:
                    request = Request(reader, self.body_limit)
                    status, body = self.answer(request)
                except BadRequest as error:
                    status, body = error.args[0], "%d\n" % error.args[0]
                except ValueError:
                    status, body = 400, "400\n"
                self.send(stream, status, body, request is not None and request.method == "HEAD")
        except (OSError, EOFError) as error:  # somebody went away, or does not trust us
            print("connection failed:", error)
        finally:
            stream.close()
            connection.close()

    def serve(self, host, port):
        listener = socket.create_server((host, port))
        print("serving on port", listener.getsockname()[1])
        self.running = True
        try:
            while self.running:
                connection, address = listener.accept()
                self.handle(connection)
        finally:
            listener.close()
