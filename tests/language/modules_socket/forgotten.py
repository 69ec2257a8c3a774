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



def ends(make):
    """Drops one end of twenty connections; how many of the others come to their end behind what was sent. The collector may keep one that it still sees somewhere."""
    kept = []
    for _ in range(20):
        a, b = socket.socketpair()
        make(a)
        b.settimeout(0.02)
        kept.append(b)
    a = None
    gc.collect()
    gc.collect()
    count = 0
    for b in kept:
        try:
            count += b.recv(10) == b"kept" and b.recv(10) == b""
        except TimeoutError:
            pass
    return count


def by_file(a):
    f = a.makefile("w")
    f.write("kept")  # goes out when the file is collected
    a.close()


print(ends(lambda a: a.sendall(b"kept")) >= 15)
print(ends(by_file) >= 15)
