"""poll() with numbers of sockets, beside CPython."""
import select
import socket

print(select.POLLIN, select.POLLPRI, select.POLLOUT, select.POLLERR, select.POLLHUP, select.POLLNVAL)
a, b = socket.socketpair()
poller = select.poll()
number = b.fileno()
poller.register(number, select.POLLIN)
print(poller.poll(0))
a.sendall(b"x")
print(poller.poll(1000) == [(number, select.POLLIN)])
poller.modify(number, select.POLLOUT)
print(poller.poll() == [(number, select.POLLOUT)])
poller.register(number)
print(poller.poll(None)[0][1] & (select.POLLIN | select.POLLOUT) == select.POLLIN | select.POLLOUT)
poller.unregister(number)
print(poller.poll(0), poller.poll(0.5))
for action in (lambda: poller.unregister(number), lambda: poller.modify(number, 1), lambda: poller.register("x"), lambda: poller.register(-1),
               lambda: poller.register(number, -1), lambda: poller.register(number, 1 << 20), lambda: poller.poll("x"), lambda: poller.register()):
    try:
        action()
        print("no error")
    except (KeyError, OSError, TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__)
poller.register(number, select.POLLIN)
b.recv(1)
a.close()
print(poller.poll(1000)[0][1] & select.POLLIN, b.recv(1))
b.close()
print(poller.poll(0) == [(number, select.POLLNVAL)])
