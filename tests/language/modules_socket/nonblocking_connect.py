"""connect() that does not wait, finished by select."""
import errno
import select
import socket

server = socket.create_server(("127.0.0.1", 0))
address = server.getsockname()
client = socket.socket()
client.setblocking(False)
try:
    client.connect(address)
except BlockingIOError as error:
    print(error.errno == errno.EINPROGRESS)
_, writable, _ = select.select([], [client], [], 5)
print(writable == [client], client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
client.send(b"hello")
connection, _ = server.accept()
print(connection.recv(10))
connection.close()
client.close()

server.close()
refused = socket.socket()
refused.setblocking(False)
result = refused.connect_ex(address)
print(result == errno.EINPROGRESS)
select.select([], [refused], [], 5)
print(refused.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == errno.ECONNREFUSED)
refused.close()
