# A buffer in front of any stream that writes bytes.
import io

raw = io.BytesIO()
out = io.BufferedWriter(raw, 8)
print(isinstance(out, io.BufferedWriter), isinstance(out, io.IOBase), isinstance(raw, io.BufferedWriter))
print(out.write(b"foobar"), raw.getvalue())
out.flush()
print(raw.getvalue())
print(out.write(bytearray(b"x" * 20)), out.write(b""))
out.flush()
print(raw.getvalue(), out.raw is raw, out.closed, out.writable())
try:
    out.write("text")
except TypeError as error:
    print(error)
print(out.detach() is raw)
try:
    out.write(b"1")
except ValueError as error:
    print(error)


class Slow(io.RawIOBase):
    """Takes nothing twice, then three bytes at a time."""

    def __init__(self):
        self.calls = 0
        self.got = b""

    def writable(self):
        return True

    def write(self, data):
        self.calls += 1
        if self.calls < 3:
            return None
        self.got += bytes(data[:3])
        return min(3, len(data))


slow = Slow()
out = io.BufferedWriter(slow, 8)
out.write(b"1234567")
for _ in range(4):
    try:
        out.flush()
        print("flushed", slow.got)
    except BlockingIOError as error:
        print(type(error).__name__, error.args[1])

try:
    io.BufferedWriter(io.BytesIO(), 0)
except ValueError as error:
    print(error)

raw = io.BytesIO()
with io.BufferedWriter(raw) as out:
    out.write(b"end")
    print(raw.getvalue())
print(out.closed, raw.closed)
try:
    out.write(b"x")
except ValueError as error:
    print(error)
