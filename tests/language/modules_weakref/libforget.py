"""gc.collect() that does not find what is only left over on the C stack, where a machine may look for objects without knowing which words are in use."""
import gc


class Thing:
    def __init__(self):
        self.one, self.two = 1, 2


def overwrite(depth, *numbers):
    """Calls through C, many deep, with small numbers for everything."""
    if depth == 0:
        return sum(numbers)
    return max(range(1), key=lambda n: overwrite(depth - 1, n, depth, 1.5 * n, n))


def everyday():
    """Instructions of all kinds: what the interpreter's loop keeps for itself is of these."""
    one, two = (1, 2)
    first, *others = [one, two, 3]
    thing = Thing()
    thing.one, thing.two = thing.two, thing.one + len(others)
    table = {one: [two], "two": (one,)}
    for key, value in table.items():
        table[key] = value[0] * 2.5 if value is not thing else -value[0]
    return [n for n in (thing.one, first, table[1]) if n != two], "%s %r" % (one, two)


def collect():
    for depth in (20, 10, 1):
        overwrite(depth, 1, 2, 3, 4, 5, 6)
        everyday()
        gc.collect()
