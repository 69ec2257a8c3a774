"""Blocking, non-blocking and in between."""
import socket

print(socket.getdefaulttimeout())
a, b = socket.socketpair()
print(a.gettimeout(), a.getblocking(), a.timeout)
a.settimeout(1.5)
print(a.gettimeout(), a.getblocking())
a.settimeout(0)
print(a.gettimeout(), a.getblocking())
a.setblocking(True)
print(a.gettimeout(), a.getblocking())
a.setblocking(False)
print(a.gettimeout(), a.getblocking())
for seconds in (-1, "1", float("nan")):
    try:
        a.settimeout(seconds)
    except (ValueError, TypeError) as error:
        print(type(error).__name__)

try:
    a.recv(1)
except BlockingIOError as error:
    print(error.errno, isinstance(error, OSError))
b.sendall(b"x")
a.settimeout(5)
print(a.recv(1))
a.settimeout(0.02)
try:
    a.recv(1)
except TimeoutError as error:
    print(error, error.args, socket.timeout is TimeoutError)
a.settimeout(None)
print(a.gettimeout())

a.settimeout(0.05)
total = 0
try:
    while True:
        total += a.send(b"z" * 65536)
except TimeoutError as error:
    print(error, total > 0)

server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen()
server.settimeout(0.01)
try:
    server.accept()
except socket.timeout as error:
    print(error)
server.setblocking(False)
try:
    server.accept()
except BlockingIOError as error:
    print(error)
for one in (a, b, server):
    one.close()

socket.setdefaulttimeout(2)
c = socket.socket()
print(c.gettimeout(), socket.getdefaulttimeout())
c.close()
socket.setdefaulttimeout(None)
print(socket.socket().gettimeout())
