# Long chains of delegation, resumed many times; values, exceptions and closing through all of them.
def link(it):
    return (yield from it)
def source(n):
    got = []
    for i in range(n): got.append((yield i))
    return got
def chain(depth, n):
    it = source(n)
    for _ in range(depth): it = link(it)
    return it
print(sum(chain(300, 100)))
c = chain(200, 3)
print(next(c), c.send("a"), c.send("b"))
try:
    c.send("c")
except StopIteration as e:
    print(e.value)
def failing():
    try:
        yield 1
        yield 2
    except KeyError as e:
        yield "caught " + str(e)
    finally:
        print("finally")
def watch(it, n):
    try:
        return (yield from it)
    except ValueError as e:
        if n == 50: return "stopped"
        raise
it = failing()
for n in range(100): it = watch(it, n)
print(next(it), it.throw(KeyError("k")))
try:
    it.throw(ValueError("v"))
except StopIteration as e:
    print(e.value)
it = failing()
for n in range(100): it = link(it)
next(it)
it.close()
try:
    next(it)
except StopIteration:
    print("closed")
