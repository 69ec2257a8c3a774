"""The same over IPv6's loopback."""
import socket

server = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
server.bind(("::1", 0))
server.listen()
address = server.getsockname()
print(address[0], len(address), address[2:])
client = socket.socket(socket.AF_INET6)
client.connect(address[:2])
connection, peer = server.accept()
client.sendall(b"six")
print(connection.recv(10), peer[0], peer == client.getsockname())
for bad in (("::1",), ("::1", 1, 2, 3, 4)):
    try:
        client.bind(bad)
    except TypeError as error:
        print("TypeError")
for one in (connection, client, server):
    one.close()
