"""Fills the heap as a program does, by 80 % or as the second argument says, then collects as often as the first says: what one collection more costs is the pause."""
import gc
import sys


class Reading:
    def __init__(self, minute, name, value):
        self.minute = minute
        self.name = name
        self.value = value


def fill(share):
    """Readings, texts, dicts and buffers, until that share of the heap is in use."""
    kept = []
    limit = (gc.mem_alloc() + gc.mem_free()) * share // 100
    names = ["temperature", "humidity", "pressure"]
    i = 0
    while gc.mem_alloc() < limit:
        i += 1
        kept.append(Reading(i, names[i % 3], i / 7))
        if i % 4 == 0:
            kept.append("reading number %d" % i)
        if i % 10 == 0:
            kept.append({"minute": i, "values": [i, i + 1, i * 2], "state": "line %d" % i})
        if i % 25 == 0:
            kept.append(bytearray(200))
        if i % 16 == 0:
            gc.collect()
    return kept


kept = fill(int(sys.argv[2]) if len(sys.argv) > 2 else 80)
for _ in range(int(sys.argv[1])):
    gc.collect()
print(gc.mem_alloc(), gc.mem_free(), len(kept))
