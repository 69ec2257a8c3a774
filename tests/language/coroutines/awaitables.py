# What may stand behind await, and how each kind is driven.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


class Await:
    def __init__(self, it): self.it = it
    def __await__(self): return self.it


async def wait(x): return await x
async def value(): return "value"
def run(c):
    seen = []
    try:
        while True: seen.append(c.send(None))
    except StopIteration as e:
        return seen, e.value


print(run(wait(value())), run(wait(Await(iter([1, 2])))), run(wait(Await(iter("")))))
def gen():
    got = yield 3
    return got, "done"
print(run(wait(Await(gen()))))
for wrong in (5, None, [1], gen(), Await(5), Await([1]), Await(value())):
    print(attempt(lambda: run(wait(wrong))))
c = value()
w = wait(c)
print(run(w), attempt(lambda: run(wait(c))))
def plain():
    yield from value()
print(attempt(lambda: next(plain())))
shared = wait(Await(iter([1, 2])))
first, second = wait(shared), wait(shared)
print(first.send(None), attempt(lambda: second.send(None)))
first.close()
