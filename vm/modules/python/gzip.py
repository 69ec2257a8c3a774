"""Files of gzip's format (RFC 1952) over zlib."""
import io
import struct
import time
import zlib

READ = "rb"
WRITE = "wb"
_BLOCK = 1024


class BadGzipFile(OSError):
    """A file that is not gzip's, or is damaged."""


def _header(level, mtime):
    speed = {1: 4, 9: 2}.get(level, 0)
    return struct.pack("<4sLBB", b"\x1f\x8b\x08\0", int(time.time() if mtime is None else mtime), speed, 255)


class GzipFile(io.BufferedIOBase):
    """GzipFile(filename=None, mode=None, compresslevel=9, fileobj=None, mtime=None)
    A binary file that is compressed in another."""

    def __init__(self, filename=None, mode=None, compresslevel=9, fileobj=None, mtime=None):
        if mode and ("t" in mode or "U" in mode):
            raise ValueError("Invalid mode: %r" % (mode,))
        mode = mode or getattr(fileobj, "mode", "rb")
        if not isinstance(mode, str) or mode[:1] not in ("r", "w", "a", "x"):
            raise ValueError("Invalid mode: %r" % (mode,))
        if "b" not in mode:
            mode += "b"
        self._own = fileobj is None
        if self._own:
            fileobj = io.open(filename, mode)
        self.fileobj = fileobj
        self.name = filename if filename is not None else getattr(fileobj, "name", "")
        self.mode = 1 if mode[0] == "r" else 2
        self._position = 0
        self._closed = False
        if self.mode == 1:
            self._start_reading()
        else:
            self._codec = zlib.compressobj(compresslevel, zlib.DEFLATED, -zlib.MAX_WBITS)
            self._crc = 0
            fileobj.write(_header(compresslevel, mtime))

    def _start_reading(self):
        self._codec = None
        self._input = b""
        self._ready = bytearray()
        self._first = True
        self._end = False

    def _open(self, mode):
        if self._closed:
            raise ValueError("I/O operation on closed file")
        if self.mode != mode:
            raise OSError(9, "%s() on %s-only GzipFile object" % (("read", "write") if mode == 1 else ("write", "read")))

    def _fill(self):
        # More decompressed bytes in _ready, or _end: several members may follow each other, then zeros.
        while not self._ready and not self._end:
            if not self._input:
                self._input = self.fileobj.read(_BLOCK)
            if self._codec is None:
                if not self._first:
                    self._input = self._input.lstrip(b"\0")
                    while not self._input:
                        self._input = self.fileobj.read(_BLOCK)
                        if not self._input:
                            break
                        self._input = self._input.lstrip(b"\0")
                if not self._input:
                    self._end = True
                    return
                if len(self._input) < 2:
                    self._input += self.fileobj.read(_BLOCK)
                if self._input[:2] != b"\x1f\x8b":
                    raise BadGzipFile("Not a gzipped file (%r)" % bytes(self._input[:2]))
                self._codec = zlib.decompressobj(16 + zlib.MAX_WBITS)
                self._first = False
            if not self._input:
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            try:
                self._ready += self._codec.decompress(self._input)
            except zlib.error as e:
                raise BadGzipFile(str(e)) from None
            self._input = self._codec.unused_data
            if self._codec.eof:
                self._codec = None

    def read(self, size=-1):
        self._open(1)
        if size is None or size < 0:
            size = -1
        out = bytearray()
        while size < 0 or len(out) < size:
            self._fill()
            if not self._ready:
                break
            part = self._ready if size < 0 else self._ready[: size - len(out)]
            out += part
            self._ready = self._ready[len(part) :]
        self._position += len(out)
        return bytes(out)

    def read1(self, size=-1):
        self._open(1)
        self._fill()
        return self.read(len(self._ready) if size < 0 else min(size, len(self._ready)))

    def readinto(self, buffer):
        part = self.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    def readline(self, size=-1):
        self._open(1)
        out = bytearray()
        while size < 0 or len(out) < size:
            self._fill()
            if not self._ready:
                break
            end = self._ready.find(b"\n") + 1 or len(self._ready)
            if size >= 0:
                end = min(end, size - len(out))
            out += self._ready[:end]
            self._ready = self._ready[end:]
            if out.endswith(b"\n"):
                break
        self._position += len(out)
        return bytes(out)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def write(self, data):
        self._open(2)
        data = memoryview(data).tobytes()
        self.fileobj.write(self._codec.compress(data))
        self._crc = zlib.crc32(data, self._crc)
        self._position += len(data)
        return len(data)

    def flush(self):
        if self.mode == 2 and not self._closed:
            self.fileobj.write(self._codec.flush(zlib.Z_SYNC_FLUSH))
            self.fileobj.flush()

    def close(self):
        if self._closed:
            return
        self._closed = True
        if self.mode == 2:
            self.fileobj.write(self._codec.flush())
            self.fileobj.write(struct.pack("<LL", self._crc, self._position & 0xFFFFFFFF))
        if self._own:
            self.fileobj.close()

    @property
    def closed(self):
        return self._closed

    def readable(self):
        return self.mode == 1

    def writable(self):
        return self.mode == 2

    def seekable(self):
        return True

    def tell(self):
        return self._position

    def rewind(self):
        self._open(1)
        self.fileobj.seek(0)
        self._start_reading()
        self._position = 0

    def seek(self, offset, whence=0):
        """seek(offset, whence=0)
        Go to a position by reading from the start, or by writing zeros."""
        if whence == 1:
            offset += self._position
        elif whence:
            raise ValueError("Seek from end not supported")
        if self.mode == 2:
            if offset < self._position:
                raise OSError("Negative seek in write mode")
            while self._position < offset:
                self.write(bytes(min(_BLOCK, offset - self._position)))
        else:
            if offset < self._position:
                self.rewind()
            while self._position < offset and self.read(min(_BLOCK, offset - self._position)):
                pass
        return self._position


class _Text(io.TextIOBase):
    # Text over a GzipFile: UTF-8, "\n" for every kind of newline that is read. _ready is text that has been decoded.
    def __init__(self, file, newline):
        self.buffer = file
        self._newline = newline
        self._ready = ""

    def _fill(self):
        # Whole lines, so that neither characters nor "\r\n" are divided.
        text = str(self.buffer.readline(), "utf-8")
        if self._newline is None:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._ready += text
        return text

    def _take(self, size):
        text = self._ready[:size]
        self._ready = self._ready[size:]
        return text

    def read(self, size=-1):
        if size is None or size < 0:
            size = 1 << 30
        while len(self._ready) < size and self._fill():
            pass
        return self._take(size)

    def readline(self, size=-1):
        if not self._ready:
            self._fill()
        end = self._ready.find("\n") + 1 or len(self._ready)
        return self._take(end if size < 0 else min(end, size))

    def write(self, text):
        self.buffer.write(text.encode())
        return len(text)

    def flush(self):
        self.buffer.flush()

    def close(self):
        self.buffer.close()

    @property
    def closed(self):
        return self.buffer.closed

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line


def open(filename, mode="rb", compresslevel=9, encoding=None, errors=None, newline=None):
    """open(filename, mode='rb', compresslevel=9, encoding=None, errors=None, newline=None)
    A compressed file, by name or over another file."""
    text = "t" in mode
    if text and "b" in mode:
        raise ValueError("Invalid mode: %r" % (mode,))
    mode = mode.replace("t", "")
    if isinstance(filename, (str, bytes)) or hasattr(filename, "__fspath__"):
        file = GzipFile(filename, mode, compresslevel)
    elif hasattr(filename, "read") or hasattr(filename, "write"):
        file = GzipFile(None, mode, compresslevel, filename)
    else:
        raise TypeError("filename must be a str or bytes object, or a file")
    return _Text(file, newline) if text else file


def compress(data, compresslevel=9, *, mtime=None):
    """compress(data, compresslevel=9, *, mtime=None)
    The bytes as one member of a gzip file."""
    body = zlib.compressobj(compresslevel, zlib.DEFLATED, -zlib.MAX_WBITS)
    return b"".join(
        (
            _header(compresslevel, mtime),
            body.compress(data),
            body.flush(),
            struct.pack("<LL", zlib.crc32(data), len(data) & 0xFFFFFFFF),
        )
    )


def decompress(data):
    """decompress(data)
    The bytes of all members of a gzip file."""
    return GzipFile(fileobj=io.BytesIO(data), mode="rb").read()
