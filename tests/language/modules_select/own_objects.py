"""Objects of a program can be polled when they have ioctl()."""
import io
import select
import socket
import time


class Source(io.IOBase):
    def __init__(self):
        self.asked = []
        self.answers = []

    def ioctl(self, request, argument):
        self.asked.append((request, argument))
        return self.answers.pop(0) if self.answers else 0


class Plain:  # no base class is needed
    def ioctl(self, request, argument):
        return argument & select.POLLIN


s = Source()
poller = select.poll()
poller.register(s, select.POLLIN)
print(poller.poll(0), s.asked)
s.answers = [select.POLLIN]
print([(one is s, events) for one, events in poller.poll(0)])
s.answers = [0, 0, 0, select.POLLHUP]
print([events for one, events in poller.poll()])  # asked again and again
begin = time.ticks_ms()
print(poller.poll(20), 15 <= time.ticks_diff(time.ticks_ms(), begin))
s.answers = [-5]
try:
    poller.poll(0)
except OSError as error:
    print(error.errno)
poller.register(Plain())
a, b = socket.socketpair()
poller.register(b, select.POLLIN)
a.write(b"x")
print(sorted(events for one, events in poller.poll(1000)), len(poller.poll()))
print(len(select.select([Plain(), b], [], [], 1)[0]))


class Bad:
    def ioctl(self, request, argument):
        raise RuntimeError("no")


class Vanishing:
    def ioctl(self, request, argument):
        poller.unregister(self)
        return select.POLLIN


poller = select.poll()
poller.register(Bad())
try:
    poller.poll(0)
except RuntimeError as error:
    print(error)
poller = select.poll()
poller.register(Vanishing())
print(poller.poll(0))
for wrong in ("text", 1.5, [], object()):
    try:
        poller.register(wrong)
    except TypeError as error:
        print(error)
