"""Datagrams keep their borders and know their sender."""
import socket

a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
a.bind(("127.0.0.1", 0))
b.bind(("127.0.0.1", 0))
print(a.sendto(b"one", b.getsockname()), a.sendto(b"second", b.getsockname()))
data, sender = b.recvfrom(100)
print(data, sender == a.getsockname())
print(b.recvfrom(3)[0])  # the rest of a datagram is lost
print(a.sendto(b"", b.getsockname()), b.recvfrom(10)[0])

buffer = bytearray(8)
a.sendto(b"into", 0, b.getsockname())
count, sender = b.recvfrom_into(buffer)
print(count, buffer, sender == a.getsockname())

b.connect(a.getsockname())
print(b.getpeername() == a.getsockname(), b.send(b"connected"))
print(a.recv(20))
a.settimeout(0.01)
try:
    a.recvfrom(1)
except TimeoutError as error:
    print(error)
try:
    a.send(b"nowhere")
except OSError as error:
    print(error.errno)
try:
    a.sendto(b"x" * 70000, b.getsockname())
except OSError as error:
    print(error.errno)
a.close()
b.close()
