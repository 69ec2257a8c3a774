# Files in memory: positions behind the end, seeking back, reading into buffers.
import io

a = io.BytesIO(b"foobar")
print(a.seek(10), a.read(10), a.read(), a.readline(), a.tell(), a.readinto(bytearray(3)))
a = io.BytesIO()
print(a.seek(8), a.write(b"123"), a.getvalue(), a.seek(0, 1), a.seek(-1, 2), a.write(b"0"), a.getvalue(), a.seek(0))
buffer = bytearray(10)
print(a.readinto(buffer), buffer, a.read(2), a.read1(), a.tell())
s = io.StringIO("h\u00e9llo\nw\u00f6rld")
print(s.seek(20), repr(s.read()), s.seek(0), s.readline(), s.read(2), s.tell(), s.read())
s = io.StringIO()
print(s.seek(3), s.write("x"), repr(s.getvalue()))
for action in (lambda: a.seek(-1), lambda: a.seek(1, 5), lambda: s.seek(1, 1), lambda: s.seek(-1), lambda: a.write("x"), lambda: s.write(b"x"), lambda: io.BytesIO(3), lambda: io.StringIO(b"x")):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)
a.close()
try:
    a.read()
except ValueError as e:
    print(e)
view = io.BytesIO(b"abc")
print(bytes(view.getbuffer()), view.getvalue(), list(io.BytesIO(b"a\nb\n")), io.StringIO("a\r\nb").readlines(), io.StringIO("a\r\nb", newline=None).read() == "a\nb")
