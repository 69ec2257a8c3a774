"""with, close, and sockets that are made by functions of the module."""
import socket

with socket.socket() as s:
    print(s.fileno() >= 0)
print(s.fileno())
try:
    with socket.socket() as s:
        raise KeyError("out")
except KeyError:
    print(s.fileno())

with socket.create_server(("127.0.0.1", 0)) as server:
    address = server.getsockname()
    with socket.create_connection(address, timeout=5) as client:
        print(client.gettimeout(), client.getpeername() == address)
        connection, _ = server.accept()
        with connection:
            client.sendall(b"x")
            print(connection.recv(1))
        print(client.recv(1))
    with socket.create_connection(address, 5, ("127.0.0.1", 0)) as client:
        print(client.getsockname()[0])
try:
    socket.create_connection(address, 1)
except ConnectionRefusedError as error:
    print(error.errno)

a, b = socket.socketpair()
a.sendall(b"pair")
print(b.recv(10))
a.close()
b.close()


class Counting(socket.socket):
    def send(self, data):
        self.sent = getattr(self, "sent", 0) + len(data)
        return super().send(data)


with socket.create_server(("127.0.0.1", 0)) as server, Counting() as c:
    c.connect(server.getsockname())
    c.send(b"12345")
    print(c.sent, isinstance(c, socket.socket))
