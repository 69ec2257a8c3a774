# needs a library: TLS over streams that a program wrote itself
import io
import select
import ssl
import sys

sys.path.insert(0, "lib")
import tls_pair


class Pipe(io.IOBase):
    def __init__(self):
        self.data = bytearray()
        self.other = None
        self.closed_by = []

    def readinto(self, buffer):
        if not self.data:
            return None
        count = min(len(buffer), len(self.data))
        buffer[:count] = self.data[:count]
        self.data = self.data[count:]
        return count

    def write(self, data):
        self.other.data += data
        return len(data)

    def ioctl(self, request, argument):
        if request == 3:
            return argument & ((1 if self.data else 0) | 4)
        self.closed_by.append((request, argument))
        return 0

    def setblocking(self, flag):
        print("setblocking", flag)


def pair():
    a, b = Pipe(), Pipe()
    a.other, b.other = b, a
    return a, b


a, b = pair()
client = ssl.wrap_socket(a, do_handshake=False)
server = ssl.wrap_socket(b, server_side=True, key=tls_pair.KEY.encode(), cert=tls_pair.CERTIFICATE.encode(), do_handshake=False)
print(client, client.read(1), server.read(1))
poller = select.poll()
poller.register(client, select.POLLIN)
print(poller.poll(0))
while a.data or b.data:
    client.read(1)
    server.read(1)
print(client.write(b"first line\nsecond"), server.readline(), server.read(3))
poller.register(server, select.POLLIN)
print([one is server for one, events in poller.poll(0)])  # what is decrypted already can be read
print(server.read(10), poller.poll(0), server.read(1))
client.setblocking(False)
client.write(b"last")
client.close()
client.close()
print(a.closed_by, server.read(), server.read(5))
for action in (client.read, lambda: client.write(b"x"), lambda: client.ioctl(99, 0)):
    try:
        action()
        print("no error")
    except OSError as error:
        print(error.errno)
print(client.ioctl(3, 1), client.ioctl(4, 0))

a, b = pair()
server = ssl.wrap_socket(b, server_side=True, key=tls_pair.KEY, cert=tls_pair.CERTIFICATE, do_handshake=False)
a.write(b"GET / HTTP/1.0\r\n\r\n")
for _ in range(2):
    try:
        server.read(1)
    except ssl.SSLError as error:
        print(type(error).__name__, error)


class Broken(io.IOBase):
    def readinto(self, buffer):
        raise RuntimeError("from the stream")

    def write(self, data):
        return len(data)


try:
    ssl.wrap_socket(Broken())
except RuntimeError as error:
    print(error)


class Recursive(Pipe):
    def readinto(self, buffer):
        return self.wrapped.read(1)


r = Recursive()
r.other = Pipe()
r.wrapped = ssl.wrap_socket(r, do_handshake=False)
try:
    r.wrapped.read(1)
except RuntimeError as error:
    print(error)
