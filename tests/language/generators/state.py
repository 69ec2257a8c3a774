# Reentrancy, attributes, exceptions in flight around generators.
def g():
    print(me.gi_running)
    try:
        next(me)
    except ValueError as e:
        print(e)
    yield 1
me = g()
next(me)
print(me.gi_running, me.__name__, g.__name__)
def h():
    try:
        raise KeyError("inside")
    except KeyError:
        yield 1
        try:
            raise
        except KeyError as e:
            yield "still " + str(e)
x = h()
print(next(x))
try:
    raise ValueError("outside")
except ValueError as e:
    print(next(x))
    print(e)
def loop():
    for i in range(3):
        try:
            yield i
        finally:
            print("fin", i)
for v in loop():
    print(v)
def withs():
    class CM:
        def __enter__(self): print("enter"); return self
        def __exit__(self, *a): print("exit", a[0]); return False
    with CM():
        yield 1
        yield 2
print(list(withs()))
print(repr(me)[:18], me.gi_frame is None)
def many():
    a, b, c, d, e = 1, 2, 3, 4, 5
    t = (a, b)
    yield t
    yield c + d + e
print(list(many()))
def recursive(n):
    if n:
        yield n
        for x in recursive(n - 1): yield x
print(list(recursive(30))[-3:])
