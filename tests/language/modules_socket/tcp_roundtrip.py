"""A server and a client in one program: the kernel completes the connection before accept()."""
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 0))
server.listen(1)
host, port = server.getsockname()
print(host, 0 < port < 65536)

client = socket.socket()
client.connect((host, port))
connection, address = server.accept()
print(address == client.getsockname(), connection.getpeername() == client.getsockname())
print(connection.getsockname() == client.getpeername())

print(client.send(b"hello"))
print(connection.recv(100))
print(connection.sendall(bytearray(b"ab")), connection.sendall(memoryview(b"cd")[1:]))
got = b""
while len(got) < 3:
    got += client.recv(10)
print(got)

big = bytes(range(256)) * 200  # fits the kernel's buffers
client.sendall(big)
received = bytearray()
while len(received) < len(big):
    received += connection.recv(4096)
print(received == big)

client.shutdown(socket.SHUT_WR)
print(connection.recv(1), connection.recv(1))
connection.sendall(b"still open")
print(client.recv(100))
connection.close()
print(client.recv(1))
client.close()
server.close()
print(client.fileno(), server.fileno())
