import asyncio

print(issubclass(asyncio.CancelledError, Exception), asyncio.CancelledError.__mro__[1].__name__)
print(asyncio.TimeoutError is TimeoutError)
print(asyncio.CancelledError.__module__, asyncio.InvalidStateError.__module__)
print(repr(asyncio.CancelledError()), repr(asyncio.CancelledError("m")))
e = asyncio.IncompleteReadError(b"abc", 5)
print(isinstance(e, EOFError), e, e.partial, e.expected)
print(asyncio.IncompleteReadError(b"", None))
e = asyncio.LimitOverrunError("too long", 7)
print(e, e.consumed)
print(issubclass(asyncio.QueueEmpty, Exception), issubclass(asyncio.QueueFull, Exception))
print(asyncio.exceptions.CancelledError is asyncio.CancelledError)
