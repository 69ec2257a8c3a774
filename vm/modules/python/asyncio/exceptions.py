"""The exceptions of asyncio."""

from _asyncio import CancelledError, InvalidStateError

TimeoutError = TimeoutError


class IncompleteReadError(EOFError):
    """The stream ended before enough was read: `partial` is what came."""

    def __init__(self, partial, expected):
        wanted = "undefined" if expected is None else repr(expected)
        super().__init__("%d bytes read on a total of %s expected bytes" % (len(partial), wanted))
        self.partial = partial
        self.expected = expected


class LimitOverrunError(Exception):
    """A line is longer than the stream's limit."""

    def __init__(self, message, consumed):
        super().__init__(message)
        self.consumed = consumed


class BrokenBarrierError(RuntimeError):
    """The barrier was broken with abort()."""
