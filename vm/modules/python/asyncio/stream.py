"""Streams: connections, servers, and whatever else can be polled and read.

One object is both reader and writer. It keeps no data that was not asked for, but what readuntil() has read too far."""

from _asyncio import _forget, _wait, create_task, get_running_loop, sleep

_READ = 1
_WRITE = 4
_CHUNK = 512


# Exceptions are rare, and their module is loaded when one is raised.


def _incomplete(partial, expected):
    from asyncio.exceptions import IncompleteReadError

    return IncompleteReadError(partial, expected)


def _overrun(message, consumed):
    from asyncio.exceptions import LimitOverrunError

    return LimitOverrunError(message, consumed)


class Stream:
    """Reads and writes without keeping other tasks from running. `s` is a socket, a UART … or None: then feed_data() gives what is read."""

    def __init__(self, s=None, e=None, limit=65536, loop=None):
        self.s = s
        self.e = e or {}
        self.out_buf = b""
        self._limit = limit
        self._rest = b""
        self._ended = False
        self._waiter = None
        self._closing = None

    def get_extra_info(self, name, default=None):
        # What is known of the connection: "peername", "sockname", "socket".
        if name in self.e:
            return self.e[name]
        if name == "socket":
            return self.s
        if name in ("sockname", "peername") and hasattr(self.s, "getsockname"):
            return self.s.getsockname() if name == "sockname" else self.s.getpeername()
        return default

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        self.close()
        await self.wait_closed()

    # --- what a reader without a stream is given

    def feed_data(self, data):
        # Give it data to read.
        self._rest += bytes(data)
        self._wake()

    def feed_eof(self):
        # There will be no more data.
        self._ended = True
        self._wake()

    def _wake(self):
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def _fed(self):
        if not self._rest and not self._ended:
            self._waiter = get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None

    # --- reading

    def _take(self, n):
        # Up to n bytes of what was read too far.
        data = self._rest[:n]
        self._rest = self._rest[n:]
        return data

    async def _more(self, n, method="read"):
        # Up to n more bytes, or nothing at the end.
        while True:
            if self.s is None:
                await self._fed()
            if self._rest:
                return self._take(n)
            if self.s is None or self._closing:
                return b""
            await _wait(self.s, _READ)
            if self._closing:
                return b""
            read = getattr(self.s, method)
            data = read() if n is None else read(n)
            if data is not None:
                self._ended = not data
                return data

    async def read(self, n=-1):
        # Up to n bytes, as soon as there are some; without n everything until the end.
        if n == 0:
            return b""
        if n > 0:
            return await self._more(n)
        data = b""
        while True:
            more = await self._more(_CHUNK)
            if not more:
                return data
            data = data + more if data else more

    async def readinto(self, buf):
        # As read(), into a buffer; how many bytes.
        if self.s is None or self._rest or not hasattr(self.s, "readinto"):
            data = await self._more(len(buf))
            buf[: len(data)] = data
            return len(data)
        while True:
            await _wait(self.s, _READ)
            n = self.s.readinto(buf)
            if n is not None:
                self._ended = not n
                return n

    async def readexactly(self, n):
        # n bytes; IncompleteReadError when the stream ends before.
        if n < 0:
            raise ValueError("readexactly size can not be less than zero")
        data = b""
        while len(data) < n:
            more = await self._more(n - len(data))
            if not more:
                raise _incomplete(data, n)
            data = data + more if data else more
        return data

    async def readline(self):
        # A line with its end; what there is when the stream ends before.
        if self.s is None or self._rest or not hasattr(self.s, "readline"):
            from asyncio.exceptions import IncompleteReadError, LimitOverrunError

            try:
                return await self.readuntil(b"\n")
            except IncompleteReadError as error:
                return error.partial
            except LimitOverrunError as error:
                known = self._rest.startswith(b"\n", error.consumed)
                self._rest = self._rest[error.consumed + 1 :] if known else b""
                raise ValueError(error.args[0]) from None
        line = b""
        while True:
            more = await self._more(None, "readline")
            line = line + more if line else more
            if not more or more[-1] == 10 or more[-1] == "\n":
                return line
            if len(line) > self._limit:
                raise ValueError("Separator is not found, and chunk exceed the limit")

    async def readuntil(self, separator=b"\n"):
        # Everything up to and with the separator; IncompleteReadError when the stream ends before.
        if not separator:
            raise ValueError("Separator should be at least one-byte string")
        data = b""
        while True:
            more = await self._more(_CHUNK)
            if not more:
                raise _incomplete(data, None)
            start = max(0, len(data) - len(separator) + 1)
            data += more
            at = data.find(separator, start)
            if at >= 0:
                if at > self._limit:
                    self._rest = data + self._rest
                    raise _overrun("Separator is found, but chunk is longer than limit", at)
                at += len(separator)
                self._rest = data[at:] + self._rest
                return data[:at]
            if len(data) > self._limit:
                self._rest = data + self._rest
                raise _overrun("Separator is not found, and chunk exceed the limit", len(data) - len(separator) + 1)

    def at_eof(self):
        # True when everything was read.
        return self._ended and not self._rest

    def __aiter__(self):
        return self

    async def __anext__(self):
        line = await self.readline()
        if not line:
            raise StopAsyncIteration
        return line

    # --- writing

    def write(self, data):
        # Write data; what does not go out at once is sent by drain().
        if not self.out_buf:
            n = self.s.write(data)
            if n == len(data):
                return
            if n:
                data = data[n:]
        if isinstance(data, str):
            data = data.encode()
        self.out_buf = self.out_buf + data if self.out_buf or type(data) is not bytes else data

    def writelines(self, lines):
        # Write several pieces.
        self.write(b"".join(lines))

    async def drain(self):
        # Wait until everything is sent.
        if not self.out_buf:
            await sleep(0)
            return
        data = memoryview(self.out_buf)
        try:
            while len(data):
                await _wait(self.s, _WRITE)
                n = self.s.write(data)
                if n:
                    data = data[n:]
        finally:
            self.out_buf = bytes(data)

    async def awrite(self, buf, off=0, sz=-1):
        # Write (a part of) a buffer and wait until it is sent.
        if off or sz >= 0:
            buf = buf[off:] if sz < 0 else buf[off : off + sz]
        self.write(buf)
        await self.drain()

    def can_write_eof(self):
        # True when write_eof() can be called.
        return hasattr(self.s, "shutdown")

    def write_eof(self):
        # Nothing more will be written.
        if self.out_buf:
            self._closing = self._closing or create_task(self._finish(True))
        else:
            self.s.shutdown(1)

    # --- the end

    def is_closing(self):
        # True after close().
        return self._closing is not None

    def close(self):
        # Close it, when everything is sent.
        if self._closing is not None:
            return
        if self.out_buf:
            self._closing = create_task(self._finish(False))
        else:
            self._close()
            self._closing = True

    def _close(self):
        if self.s is not None:
            _forget(self.s)
            self.s.close()

    async def _finish(self, only_write):
        try:
            await self.drain()
            if only_write:
                self.s.shutdown(1)
        except OSError:
            pass
        finally:
            if not only_write:
                self._close()

    async def wait_closed(self):
        # Wait until it is closed; closes it when nobody has, as MicroPython does.
        self.close()
        if self._closing is not True:
            await self._closing

    async def aclose(self):
        # close() and wait_closed().
        await self.wait_closed()


StreamReader = StreamWriter = Stream


def _pending(error):
    from errno import EAGAIN, EINPROGRESS

    return error.errno in (EAGAIN, EINPROGRESS)


async def _connect(address):
    from socket import SO_ERROR, SOL_SOCKET, socket

    s = socket(*address[:3])
    try:
        s.setblocking(False)
        try:
            s.connect(address[4])
        except OSError as error:
            if not _pending(error):
                raise
        await _wait(s, _WRITE)
        code = s.getsockopt(SOL_SOCKET, SO_ERROR)
        if code:
            raise OSError(code, "Connect call failed %r" % (address[4],))
    except BaseException:
        s.close()
        raise
    return s


def secure(s, context, server_side, server_hostname):
    """The socket with TLS around it; the handshake happens as it is read and written."""
    if context is True:
        from ssl import create_default_context

        context = create_default_context()
    if server_side:
        s = context.wrap_socket(s, server_side=True, do_handshake_on_connect=False)
    else:
        s = context.wrap_socket(s, server_hostname=server_hostname, do_handshake_on_connect=False)
    s.setblocking(False)
    return s


async def open_connection(host=None, port=None, ssl=None, server_hostname=None, *, limit=65536, sock=None, family=0):
    """Connect to a host; (reader, writer). `ssl` is True or an SSLContext."""
    error = None
    if sock is None:
        from socket import SOCK_STREAM, getaddrinfo

        for address in getaddrinfo(host, port, family, SOCK_STREAM):
            try:
                sock = await _connect(address)
                break
            except OSError as failure:
                error = failure
        if sock is None:
            raise error
    else:
        sock.setblocking(False)
    if ssl:
        try:
            sock = secure(sock, ssl, False, host if server_hostname is None else server_hostname)
        except BaseException:
            sock.close()
            raise
    stream = Stream(sock, limit=limit)
    return stream, stream


def __getattr__(name):
    if name in ("Server", "start_server"):
        import asyncio.server

        return getattr(asyncio.server, name)
    raise AttributeError("module 'asyncio.stream' has no attribute %r" % name)
