"""Timers run while a program waits, and may use what is waited for."""
import machine
import select
import socket

a, b = socket.socketpair()
b.settimeout(20)
poller = select.poll()
poller.register(b, select.POLLIN)
timer = machine.Timer(-1)
timer.init(mode=machine.Timer.ONE_SHOT, period=5, callback=lambda t: a.write(b"tick"))
print(len(poller.poll(5000)), b.recv(10))
timer.init(mode=machine.Timer.ONE_SHOT, period=5, callback=lambda t: a.write(b"tock"))
print(b.recv(10))  # the same without select
seen = []


def nested(t):
    try:
        poller.poll(0)
    except RuntimeError as error:
        seen.append(str(error))
    poller.unregister(b)
    poller.register(a, select.POLLOUT)


timer.init(mode=machine.Timer.ONE_SHOT, period=5, callback=nested)
print([one is a for one, events in poller.poll(5000)], seen)


def close(t):
    b.close()


timer.init(mode=machine.Timer.ONE_SHOT, period=5, callback=close)
try:
    b.recv(1)
except OSError as error:
    print(error.errno)

grows = bytearray(16)
a, b = socket.socketpair()
b.settimeout(20)


def change(t):
    global grows
    grows.extend(bytes(4000))
    a.write(b"after")


timer.init(mode=machine.Timer.ONE_SHOT, period=5, callback=change)
print(b.readinto(grows, 5), bytes(grows[:5]), len(grows))
