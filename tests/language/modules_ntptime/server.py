"""ntptime asks a server; here one of our own, which answers from a timer."""
import machine
import ntptime
import socket
import time

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
server.settimeout(10)
ntptime.host, ntptime.port = server.getsockname()
answers = []


def answer(timer):
    query, address = server.recvfrom(100)
    print("asked", len(query), query[0] >> 3, query[0] & 7, any(query[1:]))
    server.sendto(answers.pop(0), address)


def packet(seconds, first=0o44, stratum=2, size=48):
    return (bytes([first, stratum]) + bytes(38) + (seconds % (1 << 32)).to_bytes(4, "big") + bytes(4))[:size]


timer = machine.Timer(-1)


def ask(what, data):
    answers.append(data)
    timer.init(mode=machine.Timer.ONE_SHOT, period=1, callback=answer)
    try:
        return what()
    except OSError as error:
        return type(error).__name__, error.args[-1]


between = 2208988800
print(ask(ntptime.time, packet(between + 1700000000)))
print(ask(ntptime.time, packet(between + 2300000000)))  # in 2042
print(ask(ntptime.time, packet(between, size=40))[1].endswith("gives no time"))
print(ask(ntptime.time, packet(between, stratum=0))[1].endswith("gives no time"))
print(ask(ntptime.time, packet(between, first=0o43))[1].endswith("gives no time"))
print(ask(ntptime.settime, packet(between + 1000000000)))
print(machine.RTC().datetime()[:6], 0 <= time.time() - 1000000000 < 60)
ntptime.timeout = 0.01
try:
    ntptime.time()
except OSError as error:
    print("no answer")
