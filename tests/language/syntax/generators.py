def count(n):
    i = 0
    while i < n:
        got = yield i
        if got:
            i = got
        else:
            i += 1
    return "done"


g = count(5)
print(next(g), next(g), g.send(3), list(g))
g = count(1)
next(g)
try:
    next(g)
except StopIteration as e:
    print(e.value)


def deleg():
    r = yield from count(2)
    print("result", r)
    yield from "ab"
    x = yield
    print("got", x)
    yield (yield "inner")
    y = [(yield 1), (yield 2)]
    print(y)
    return (yield)


d = deleg()
print([next(d) for _ in range(4)])
print(next(d), d.send("x"), d.send("y"), d.send("z"), d.send("p"), d.send("q"))
try:
    d.send("end")
except StopIteration as e:
    print(e.value)


def closing():
    try:
        yield 1
    except GeneratorExit:
        print("closing")
        raise
    finally:
        print("finally")


c = closing()
next(c)
c.close()


def throwing():
    while True:
        try:
            yield "ready"
        except ValueError as e:
            yield "caught %s" % e


t = throwing()
print(next(t), t.throw(ValueError("v")), next(t))
try:
    t.throw(KeyError)
except KeyError:
    print("out")


def early():
    return
    yield


print(list(early()), early().__class__.__name__)


def stop():
    raise StopIteration
    yield


try:
    next(stop())
except RuntimeError as e:
    print(e)


def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


print(list(tree(3)))


def params(a, b=2, *c, d=4, **e):
    yield a, b, c, d, e
    a += 1
    yield a


print(list(params(1, d=5, z=6)))


def try_in_loop():
    for i in range(3):
        try:
            yield i
        finally:
            print("cleanup", i)


print(list(try_in_loop()))


def expressions():
    x = yield
    print(x, (yield x) or "none", not (yield), [i for i in (yield)])
    yield f"{(yield)}"


e = expressions()
next(e)
e.send(1), e.send(0), e.send(5)
e.send([1])
print(e.send("f"))


def closure():
    total = 0

    def add():
        nonlocal total
        total += 1
        yield total
    yield from add()
    yield from add()
    yield total


print(list(closure()))
def one_line(): yield 1; yield 2
print(list(one_line()))
