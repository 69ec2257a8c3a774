# MemoryError while StopIteration that leaves a generator becomes RuntimeError: it leaves the generator in its place. (The allocation that fails is
# found by locking the heap, which CPython has not.)
import micropython


def stops():
    yield 1
    micropython.heap_lock()
    raise stop


def run(use):
    kind = "nothing"
    try:
        use()
    except MemoryError:
        kind = "MemoryError"
    except RuntimeError:
        kind = "RuntimeError"
    micropython.heap_unlock()
    print(kind)


def follow(g):
    for value in g:
        pass


def delegate(g):
    yield from g


stop = StopIteration(3)
for use in (follow, list, lambda g: follow(delegate(g)), lambda g: (next(g), next(g)), lambda g: (g.send(None), g.throw(stop))):
    g = stops()
    run(lambda: use(g))
    try:
        print(list(g))
    finally:
        micropython.heap_unlock()
