import gc
import micropython
from micropython import const, schedule

LIMIT = const(5)
_PRIVATE = const(LIMIT * 2)
print(LIMIT, _PRIVATE, micropython.opt_level())


@micropython.native
def add(a, b):
    return a + b


@micropython.viper
def twice(a: int) -> int:
    return a * 2


print(add(1, 2), twice(4))
micropython.alloc_emergency_exception_buf(100)
micropython.kbd_intr(3)
seen = []
schedule(seen.append, "first")
schedule(lambda x: seen.append(x * 2), 21)
for i in range(100000):
    if len(seen) == 2:
        break
print(seen)
schedule(lambda x: 1 / x, 0)
for i in range(10000):
    pass
said = []


def overfill(_):
    """What is scheduled waits until this has returned."""
    try:
        for _ in range(100):
            schedule(len, "")
    except RuntimeError as e:
        said.append(str(e))


schedule(overfill, None)
while not said:
    pass
print(*said)
print(gc.mem_free() > 0, gc.mem_alloc() > 0, gc.threshold(), gc.threshold(51200), gc.threshold(), gc.threshold(-1), gc.collect() >= 0)
try:
    schedule(5, 1)
except TypeError as e:
    print(e)
