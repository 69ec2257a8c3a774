"""start_server(): connections that others make."""

from _asyncio import CancelledError, _wait, create_task, get_running_loop, iscoroutine, sleep
from asyncio.stream import Stream, secure


def _report(loop, error, **more):
    loop.call_exception_handler({"message": "Unhandled exception in client_connected_cb", "exception": error, **more})


class Server:
    """What start_server() returns."""

    def __init__(self, sock, callback, ssl, limit):
        self._sock = sock
        self._callback = callback
        self._ssl = ssl
        self._limit = limit
        self._waiter = None
        self.task = create_task(self._serve())

    @property
    def sockets(self):
        # The socket that it listens with, in a tuple.
        return () if self._sock is None else (self._sock,)

    def is_serving(self):
        # True until close().
        return self._sock is not None

    def get_loop(self):
        # The loop that it runs in.
        return self.task.get_loop()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        self.close()
        await self.wait_closed()

    def close(self):
        # Accept no more connections; those that are open stay open.
        if self._sock is None:
            return
        self.task.cancel()
        self._sock.close()
        self._sock = None
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def wait_closed(self):
        # Wait until it is closed. Whoever is cancelled while it waits closes the server.
        if self._sock is None:
            return
        if self._waiter is None or self._waiter.done():
            self._waiter = get_running_loop().create_future()
        try:
            await self._waiter
        except CancelledError:
            self.close()
            raise

    async def start_serving(self):
        # It does already.
        pass

    async def serve_forever(self):
        # Serve until the task is cancelled, or close() cancels this call.
        if self._sock is None:
            raise RuntimeError("server %r is closed" % self)
        await self.wait_closed()
        raise CancelledError

    async def _serve(self):
        while True:
            sock = ready = None
            try:
                ready = _wait(self._sock, 1)
            except MemoryError as error:
                _report(self.get_loop(), error)
            await (ready or sleep(0))  # outside of the try: a cancellation without memory is a MemoryError
            try:
                sock, address = self._sock.accept()
                self._begin(sock, address)
            except Exception as error:
                if sock is not None:
                    sock.close()
                if not isinstance(error, OSError):
                    _report(self.get_loop(), error)

    def _begin(self, sock, address):
        sock.setblocking(False)
        if self._ssl:
            try:
                sock = secure(sock, self._ssl, True, None)
            except ValueError as error:
                raise OSError from error
        stream = Stream(sock, {"peername": address}, self._limit)

        def after(task):
            # A callback that failed leaves nobody who would close the connection: its client must not wait for ever.
            if task.cancelled() or task.exception() is not None:
                try:
                    stream.close()
                except MemoryError:
                    sock.close()
            if not task.cancelled() and task.exception() is not None:
                _report(task.get_loop(), task.exception(), future=task)

        result = self._callback(stream, stream)
        if iscoroutine(result):
            create_task(result).add_done_callback(after)


async def start_server(
    client_connected_cb, host=None, port=None, backlog=5, ssl=None, *, sock=None, limit=65536, family=0, reuse_address=True, reuse_port=None,
    start_serving=True
):
    """Listen, and call client_connected_cb(reader, writer) for each connection; a coroutine becomes a task."""
    if sock is None:
        from socket import SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, getaddrinfo, socket

        address = getaddrinfo(host or "0.0.0.0", port, family, SOCK_STREAM)[0]
        sock = socket(*address[:3])
        try:
            if reuse_address:
                sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
            sock.bind(address[4])
            sock.listen(backlog)
        except BaseException:
            sock.close()
            raise
    sock.setblocking(False)
    return Server(sock, client_connected_cb, ssl, limit)
