import io


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__, str(e)


s = io.StringIO("one\ntwo\nthree")
print(s.read(2), s.readline(), s.tell(), s.readlines(), s.read(), s.readline(), s.getvalue())
s.seek(0)
print(list(s), s.seek(0), s.readline(2), s.readline(-1), s.readline(0), s.read(None))
s = io.StringIO()
print(s.write("héllo"), s.tell(), s.seek(1), s.write("E"), s.getvalue(), s.seek(0, 2), s.write("!"), s.getvalue())
s.seek(8)
s.write("x")
print(repr(s.getvalue()), s.truncate(3), s.getvalue(), s.tell(), s.truncate(), repr(s.getvalue()))
print(s.writelines(["a", "b"]), repr(s.getvalue()), s.readable(), s.writable(), s.seekable(), s.isatty(), s.closed, s.flush())
print(attempt(s.seek, -1), attempt(s.seek, 1, 1), attempt(s.seek, 0, 5), attempt(s.write, b""), attempt(s.truncate, -1), attempt(s.fileno), attempt(io.StringIO, 5))
with io.StringIO("x") as f:
    print(f.read())
print(f.closed, attempt(f.read), attempt(f.write, "a"), attempt(f.getvalue))
print(io.StringIO("a\r\nb\rc\n", newline=None).readlines(), io.StringIO("a\r\nb\n").readlines())
b = io.BytesIO(b"abc\ndef")
print(b.read(2), b.readline(), b.read1(1), b.read(), b.getvalue(), b.tell(), b.seek(-2, 2), b.read(), b.seek(1), b.seek(1, 1), b.read(1))
print(b.seek(10), b.write(b"Z"), b.getvalue(), b.truncate(3), b.getvalue(), b.seek(0), list(b))
target = bytearray(2)
b.seek(0)
print(b.readinto(target), target, b.readinto(target), target, b.readinto(target))
print(bytes(b.getbuffer()), attempt(b.write, "x"), attempt(b.seek, -1), attempt(io.BytesIO, "a"), b.write(bytearray(b"qq")), b.write(memoryview(b"rr")))
view = b.getbuffer()
view[0:2] = b"##"
print(view.nbytes)
del view
print(b.getvalue())
print(print("to", "memory", file=(o := io.StringIO())), repr(o.getvalue()), isinstance(o, io.IOBase), io.SEEK_END, issubclass(io.UnsupportedOperation, OSError))


class Tee(io.StringIO):
    def write(self, text):
        return super().write(text.upper())


t = Tee()
print("shout", 5, file=t)
print(repr(t.getvalue()))
b.close()
b.read()
