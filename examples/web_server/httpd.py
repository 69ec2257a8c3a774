"""A web server in a hundred lines: routes, a bounded number of clients, a time limit for each request."""

import asyncio
import json

REASONS = {200: "OK", 204: "No Content", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 413: "Payload Too Large", 500: "Internal Server Error"}
BODY_MAX = 2048
HEADERS_MAX = 32


class HTTPError(Exception):
    """What a handler raises to answer with a status."""

    def __init__(self, status, text=""):
        super().__init__(status, text)
        self.status = status
        self.text = text or REASONS[status]


class Request:
    """method, path, query (a dict of texts), headers (names in lower case), body (bytes)."""

    def __init__(self, method, target):
        self.method = method
        self.path, _, query = target.partition("?")
        self.query = dict(part.partition("=")[::2] for part in query.split("&") if part)
        self.headers = {}
        self.body = b""

    def json(self):
        """The body as JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            raise HTTPError(400, "the body is not JSON")

    @classmethod
    async def read(cls, reader):
        """The next request, or None when the client has closed the connection."""
        line = (await reader.readline()).decode().split()
        if not line:
            return None
        if len(line) != 3 or not line[2].startswith("HTTP/1."):
            raise HTTPError(400)
        request = cls(line[0], line[1])
        request.keep = line[2] != "HTTP/1.0"
        for _ in range(HEADERS_MAX + 1):
            header = (await reader.readline()).decode().rstrip("\r\n")
            if not header:
                break
            name, colon, value = header.partition(":")
            if not colon:
                raise HTTPError(400)
            request.headers[name.lower()] = value.strip()
        else:
            raise HTTPError(400, "too many headers")
        size = request.headers.get("content-length", "0")
        if not size.isdigit():
            raise HTTPError(400)
        if int(size) > BODY_MAX:
            raise HTTPError(413)
        request.body = await reader.readexactly(int(size))
        if request.headers.get("connection", "").lower() == "close":
            request.keep = False
        return request


class App:
    def __init__(self, clients=8, patience=10):
        self.routes = {}
        self.room = asyncio.Semaphore(clients)
        self.patience = patience

    def route(self, path, *methods):
        """A decorator: the function, or async function, answers requests for that path. It returns text, bytes, anything for JSON, or None."""

        def add(handler):
            for method in methods or ("GET",):
                self.routes.setdefault(path, {})[method] = handler
            return handler

        return add

    async def answer(self, request):
        """Status, content type, body."""
        try:
            methods = self.routes.get(request.path)
            if methods is None:
                raise HTTPError(404)
            handler = methods.get("GET" if request.method == "HEAD" else request.method)
            if handler is None:
                raise HTTPError(405)
            result = handler(request)
            if asyncio.iscoroutine(result):
                result = await result
        except HTTPError as error:
            return error.status, "text/plain", error.text.encode()
        except Exception as error:
            print("error in", request.path, repr(error))
            return 500, "text/plain", b"Internal Server Error"
        if result is None:
            return 204, "text/plain", b""
        if isinstance(result, bytes):
            return 200, "application/octet-stream", result
        if isinstance(result, str):
            kind = "text/html" if result.startswith("<") else "text/plain"
            return 200, kind + "; charset=utf-8", result.encode()
        return 200, "application/json", json.dumps(result).encode()

    async def send(self, writer, status, kind, body, keep, head=False):
        writer.write(("HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: %s\r\n\r\n" % (
            status, REASONS.get(status, ""), kind, len(body), "keep-alive" if keep else "close")).encode())
        if not head:
            writer.write(body)
        await writer.drain()

    async def serve(self, reader, writer):
        """One connection, with any number of requests."""
        try:
            async with self.room:
                keep = True
                while keep:
                    try:
                        request = await asyncio.wait_for(Request.read(reader), self.patience)
                    except HTTPError as error:
                        await self.send(writer, error.status, "text/plain", error.text.encode(), False)
                        break
                    if request is None:
                        break
                    keep = request.keep
                    await self.send(writer, *await self.answer(request), keep, request.method == "HEAD")
        except (OSError, EOFError, UnicodeError, asyncio.TimeoutError):
            pass  # the client has gone, or talks something else
        finally:
            writer.close()
            await writer.wait_closed()

    async def run(self, host, port):
        """Serve until the task is cancelled."""
        server = await asyncio.start_server(self.serve, host, port)
        print("listening on port %d" % server.sockets[0].getsockname()[1])
        async with server:
            await server.serve_forever()
