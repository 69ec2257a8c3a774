"""recv, recv_into and their relatives: sizes, flags, buffers."""
import socket

a, b = socket.socketpair()
a.sendall(b"0123456789")
print(b.recv(3, socket.MSG_PEEK), b.recv(3))
buffer = bytearray(6)
print(b.recv_into(buffer), buffer)
buffer = bytearray(b"......")
a.sendall(b"xyz")
print(b.recv_into(buffer, 2), buffer)
print(b.recv_into(memoryview(buffer)[3:]), buffer)
print(b.recv(0))
a.sendall(b"again")
print(b.recv_into(buffer, 0, socket.MSG_PEEK), bytes(buffer[:5]))
print(b.recv(100))
for action in (lambda: b.recv(-1), lambda: b.recv_into(buffer, -1), lambda: b.recv_into(buffer, 100), lambda: b.recv_into(b"readonly"),
               lambda: b.recv("1"), lambda: b.send("text"), lambda: b.sendall(5), lambda: b.recv()):
    try:
        print("no error", action())
    except (ValueError, TypeError) as error:
        print(type(error).__name__)
a.close()
b.close()
