# OSError chooses its subclass by the number, and keeps what it was given.
import errno

for number in range(1, 120):
    kind = type(OSError(number, "text"))
    if kind is not OSError:
        print(number, kind.__name__, kind.__mro__[1].__name__)
for arguments in ((), ("a",), (2,), (2, "x"), (2, "x", "f"), (2, "x", "f", None, "g"), (2, "x", "f", None), (None, None), ("a", "b"), (99999, "odd"), (1, 2, 3, 4, 5, 6)):
    e = OSError(*arguments)
    print(type(e).__name__, e.args, e.errno, e.strerror, e.filename, e.filename2, str(e), repr(e))
print(FileNotFoundError("x"), FileNotFoundError(13, "y").errno, type(FileNotFoundError(13, "y")).__name__)


class Mine(OSError):
    pass


print(type(Mine(2, "x")).__name__, Mine(2, "x").errno, Mine(2, "x", "f"))
e = OSError(1, "a", "b")
e.filename = "c"
e.errno = 5
print(e, e.args)
print(IOError is OSError, EnvironmentError is OSError, issubclass(ConnectionResetError, ConnectionError), issubclass(ProcessLookupError, OSError), issubclass(ChildProcessError, OSError))
try:
    open("/nonexistent/file")
except FileNotFoundError as e:
    print(e.errno == errno.ENOENT, e.filename, e.strerror, e)
