"""ipoll(): an iterator without garbage, and its one-shot flag."""
import select
import socket

a, b = socket.socketpair()
poller = select.poll()
poller.register(a, select.POLLOUT)
poller.register(b, select.POLLOUT)
pairs = [pair for pair in poller.ipoll(0)]
print(len(pairs), pairs[0] is pairs[1])
print([one is a for one, events in poller.ipoll(0)])
print([events for one, events in poller.ipoll(0, 1)], [events for one, events in poller.ipoll(0)])
poller.modify(a, select.POLLOUT)
print([one is a for one, events in poller.ipoll(0, 1)], list(poller.ipoll(0)))
poller.modify(b, select.POLLOUT)
for one, events in poller.ipoll(0):
    poller.unregister(one)
print(list(poller.ipoll(0)))
