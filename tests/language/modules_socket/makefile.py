"""Files over a connection."""
import socket

a, b = socket.socketpair()
reader = b.makefile("rb")
a.sendall(b"first\nsecond\r\nrest of it")
print(reader.readline(), reader.readline(), reader.read(4), reader.readable(), reader.writable(), reader.seekable())
b.close()
a.sendall(b" and more\n")
print(reader.readline())  # the connection lives as long as its file
a.close()
print(reader.read(), reader.read())
reader.close()
print(reader.closed, b.fileno())

a, b = socket.socketpair()
writer = a.makefile("w", encoding="utf-8", newline="\n")
print(writer.write("grüße\n"), writer.write("zwei\ndrei"))
writer.flush()
print(b.recv(100))
text = b.makefile("r", encoding="utf-8")
writer.write("\nvier\r\nfünf")
writer.close()
a.close()
print([line for line in text])
text.close()
b.close()

a, b = socket.socketpair()
with a.makefile("rwb") as both:
    both.write(b"ping\n")
    both.flush()
    print(b.recv(10))
    b.sendall(b"pong\nextra")
    print(both.readline())
    both.write(b"more")
    both.flush()
    print(b.recv(10), both.read(5))
print(a.fileno() != -1)
with a.makefile("rb", 0) as raw:  # nothing is read ahead
    b.sendall(b"line\nleft")
    print(raw.readline(), a.recv(10))
a.close()
try:
    a.makefile("x")
except ValueError as error:
    print(error)
except OSError as error:
    print("closed")
b.close()
