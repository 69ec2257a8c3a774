"""MicroPython's stream methods of sockets: whole reads, and None when a non-blocking socket has nothing now."""
import socket

a, b = socket.socketpair()
print(a.write(b"one\ntwo\nthr"), a.write(b"eeXYZ", 2), a.write(b"--abc", 2, 3))
print(b.readline(), b.readline(2), b.readline())
print(b.read(5))
buffer = bytearray(b"........")
print(b.readinto(buffer, 3), buffer)

b.setblocking(False)
print(b.read(4), b.read(), b.readline(), b.readinto(buffer))
a.write(b"part of a li")
print(b.readline())  # what has come
a.write(b"ne\nnext\n")
print(b.readline(), b.read(100), b.readinto(buffer))
a.close()
print(b.read(4), b.readline(), b.read(), b.readinto(buffer))
b.close()

a, b = socket.socketpair()
a.setblocking(False)
block = b"z" * 100000
while a.write(block) is not None:
    pass
print("full", a.write(block))
a.close()
b.close()

a, b = socket.socketpair()
a.write(b"l1\nl2\nl3")
a.close()
print(b.readlines())
b.close()

u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.bind(("127.0.0.1", 0))
u.sendto(b"one datagram", u.getsockname())
print(u.read(100))
u.close()
