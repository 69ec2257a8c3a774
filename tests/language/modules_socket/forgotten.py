"""Sockets that nobody holds any more are closed by the collector: there are never too many of them."""
import gc
import socket

server = socket.create_server(("127.0.0.1", 0))
address = server.getsockname()
for _ in range(1500):
    c = socket.socket()
    c.connect(address)
    peer, _ = server.accept()
print("done")

a, b = socket.socketpair()
a.sendall(b"x")
del a
c = peer = None
gc.collect()
gc.collect()
print(b.recv(1), b.recv(1))
a, b = socket.socketpair()
f = a.makefile("w")
f.write("kept")
a.close()
del f, a
gc.collect()
gc.collect()
print(b.recv(10), b.recv(10))
