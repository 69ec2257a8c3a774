"""What goes wrong is an OSError of the class and number that fit."""
import socket


def attempt(action):
    try:
        print("no error:", action())
    except OSError as error:
        print(type(error).__name__, error.errno, error.strerror)
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)


free = socket.socket()
free.bind(("127.0.0.1", 0))
address = free.getsockname()
attempt(lambda: socket.socket().bind(address))
attempt(lambda: free.recv(1))
attempt(lambda: free.send(b"x"))
attempt(lambda: free.getpeername())
attempt(lambda: free.accept())
attempt(lambda: socket.socket().shutdown(socket.SHUT_RDWR))
free.close()
attempt(lambda: socket.socket().connect(address))
attempt(lambda: free.recv(1))
attempt(lambda: free.send(b"x"))
attempt(lambda: free.bind(address))
attempt(lambda: free.getsockname())
print(free.close(), free.close())
print(socket.socket().connect_ex(address))

s = socket.socket()
attempt(lambda: s.connect(("127.0.0.1", 70000)))
attempt(lambda: s.connect(("127.0.0.1", -1)))
attempt(lambda: s.connect("127.0.0.1"))
attempt(lambda: s.bind(["127.0.0.1", 0]))
attempt(lambda: s.connect((5, 5)))
attempt(lambda: s.bind(("192.0.2.254", 0)))
attempt(lambda: s.setsockopt(socket.SOL_SOCKET, 9999, 1))
attempt(lambda: socket.socket(9999))
attempt(lambda: socket.socket(socket.AF_INET, 9))
attempt(lambda: s.shutdown(77))

a, b = socket.socketpair()
b.close()
try:
    for _ in range(3):
        a.send(b"x")
except OSError as error:
    print(type(error).__name__ in ("BrokenPipeError", "ConnectionResetError"), isinstance(error, ConnectionError))
