"""A day of a station's allocations, a minute a step: readings, JSON, lists, buffers, dicts, logs that rotate.

After every step a quarter of what is free is asked for in one piece. The numbers are the same in every run with the same seed, which may be given.
"""
import gc
import json
import sys

MINUTES = 1440
BUFFERS = (200, 256, 512, 300, 1024, 640, 1460, 2000)
QUANTITIES = ("temperature", "humidity", "pressure", "light", "battery")

state = int(sys.argv[1]) if len(sys.argv) > 1 else 12345


def below(limit):
    global state
    state = (state * 1103515245 + 12345) & 0x3FFFFFFF
    return (state >> 8) % limit


class Reading:
    def __init__(self, minute, name, value):
        self.minute = minute
        self.name = name
        self.value = value


class Log:
    """Lines of text; a full one becomes one string and the oldest of those goes."""

    def __init__(self, limit, kept):
        self.limit = limit
        self.kept = kept
        self.size = 0
        self.lines = []
        self.old = []

    def write(self, line):
        self.lines.append(line)
        self.size += len(line)
        if self.size > self.limit:
            self.old.append("\n".join(self.lines))
            if len(self.old) > self.kept:
                self.old.pop(0)
            self.lines = []
            self.size = 0


class Station:
    def __init__(self):
        self.windows = {name: [] for name in QUANTITIES}
        self.log = Log(400, 2)
        self.buffers = []
        self.queue = []
        self.settings = {}

    def measure(self, minute):
        for name in QUANTITIES:
            window = self.windows[name]
            window.append(Reading(minute, name, below(4000) / 7))
            if len(window) > 6 + below(4):
                del window[: below(4) + 1]

    def publish(self, minute):
        text = json.dumps({name: [r.value for r in w[-3:]] for name, w in self.windows.items()})
        self.queue.append(text)
        if len(self.queue) > below(4):
            self.queue = self.queue[below(3) + 1 :]
        if minute % 7 == 0:
            back = json.loads(text)
            self.settings["last %d" % (minute % 70)] = back[QUANTITIES[below(5)]]

    def receive(self):
        size = BUFFERS[below(len(BUFFERS))]
        buffer = bytearray(size)
        buffer[0] = below(256)
        self.buffers.append(buffer)
        total = sum(map(len, self.buffers))
        while total > 2000:
            total -= len(self.buffers.pop(0))
        if below(5) == 0:
            self.buffers.append(bytes(self.buffers.pop()))

    def step(self, minute):
        self.measure(minute)
        self.publish(minute)
        self.receive()
        self.log.write("%06d %s" % (minute, "ok" if below(4) else "retry " * below(20)))


def ask(size):
    try:
        bytearray(size)
    except MemoryError:
        return False
    return True


def day():
    station = Station()
    asked = failed = 0
    least = 1 << 30
    for minute in range(MINUTES):
        station.step(minute)
        gc.collect()
        free = gc.mem_free()
        least = min(least, free)
        asked += 1
        if not ask(free // 4):
            failed += 1
    print("asked: %d, failed: %d, least free: %d" % (asked, failed, least))


day()
