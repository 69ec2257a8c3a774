# needs a library
import gzip
import io

memory = io.BytesIO()
with gzip.open(memory, "wb", 6) as f:
    print(f.write(b"one\ntwo\nthree"), f.tell(), f.writable(), f.readable(), f.closed)
    f.write(memoryview(b"\n" + b"x" * 3000 + b"\nlast"))
    f.flush()
print(f.closed, memory.closed)
try:
    f.write(b"more")
except ValueError as e:
    print("ValueError")
packed = memory.getvalue()
with gzip.GzipFile(fileobj=io.BytesIO(packed)) as f:
    print(f.read(5), f.tell(), f.readline(), f.readline(3), f.readline(), f.tell())
    buffer = bytearray(4)
    print(f.readinto(buffer), buffer, f.seek(3), f.read(4), f.seek(1, 1), f.read(2))
    print([len(line) for line in f], f.read(), f.read(5), f.seekable())
    f.rewind()
    print(len(f.read()), f.mode)
for line in gzip.open(io.BytesIO(packed + gzip.compress(b"second\nmember"))):
    print(len(line))
for wrong in (
    lambda: gzip.GzipFile(fileobj=io.BytesIO(packed), mode="rb").write(b"a"),
    lambda: gzip.GzipFile(fileobj=io.BytesIO(), mode="wb").read(),
    lambda: gzip.open(5),
    lambda: gzip.open("name", "rbt"),
    lambda: gzip.GzipFile(fileobj=io.BytesIO(), mode="q"),
):
    try:
        print(wrong())
    except (OSError, TypeError, ValueError) as e:
        print(type(e).__name__)
