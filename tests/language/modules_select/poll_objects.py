"""poll() gives back the objects that were registered, as MicroPython's does."""
import select
import socket
import sys

a, b = socket.socketpair()
poller = select.poll()
poller.register(a, select.POLLOUT)
poller.register(b, select.POLLIN)
print([(one is a, one is b, events) for one, events in poller.poll(0)])
a.write(b"x")
print([(one is a, one is b, events) for one, events in poller.poll()])
poller.register(b, select.POLLIN | select.POLLOUT)  # changes what is waited for
print(len(poller.poll(0)), [events for one, events in poller.poll(0) if one is b])
poller.unregister(a)
poller.unregister(b)
try:
    poller.unregister(b)
except KeyError as error:
    print("KeyError", error.args[0] is b)
try:
    poller.modify(b, select.POLLIN)
except OSError as error:
    print(error)
poller.register(sys.stdout, select.POLLOUT)
poller.register(sys.stdin, select.POLLIN)  # at its end here, which can be read
print(poller.poll(1000)[0][1] == select.POLLOUT, len(poller.poll(1000)))
poller.register(b)
b.close()
print([events for one, events in poller.poll(0) if one is b])
