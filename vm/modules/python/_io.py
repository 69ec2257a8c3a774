"""What the io module takes from here when it is asked for."""

from io import BlockingIOError, FileIO, IOBase


class _Writer(type):
    """Files of the file system have their buffer already: they are instances, too."""

    def __instancecheck__(cls, instance):
        if cls is BufferedWriter and isinstance(instance, FileIO):
            return instance.writable() and "b" in instance.mode
        return type.__instancecheck__(cls, instance)


class BufferedWriter(IOBase, metaclass=_Writer):
    """BufferedWriter(raw, buffer_size=256)
    Collects bytes for a stream, which gets them buffer_size at a time."""

    def __init__(self, raw, buffer_size=256):
        if buffer_size <= 0:
            raise ValueError("buffer size must be strictly positive")
        self.raw = raw
        self._room = buffer_size
        self._held = bytearray()

    def writable(self):
        """True"""
        return True

    @property
    def closed(self):
        """True once the stream is closed."""
        return self.raw is None or getattr(self.raw, "closed", False)

    def _check(self):
        if self.raw is None:
            raise ValueError("raw stream has been detached")
        if self.closed:
            raise ValueError("write to closed file")

    def _hand_over(self, size):
        while size > 0:
            done = self.raw.write(self._held[:size])
            if not done:
                raise BlockingIOError(11, "write could not complete without blocking", 0)
            self._held = self._held[done:]
            size -= done

    def write(self, data):
        """write(data)
        Take bytes; returns how many."""
        self._check()
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        data = memoryview(data)
        self._held += data
        full = len(self._held) // self._room * self._room
        if full:
            self._hand_over(full)
        return len(data)

    def flush(self):
        """flush()
        Hand everything to the stream."""
        self._check()
        self._hand_over(len(self._held))
        flush = getattr(self.raw, "flush", None)
        if flush:
            flush()

    def detach(self):
        """detach()
        Flush, and give the stream back."""
        self.flush()
        raw, self.raw = self.raw, None
        return raw

    def close(self):
        """close()
        Flush, and close the stream."""
        if self.raw is not None and not self.closed:
            try:
                self.flush()
            finally:
                self.raw.close()

    def __repr__(self):
        return "<_io.BufferedWriter>"


BufferedWriter.__module__ = "_io"
