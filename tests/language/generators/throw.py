# throw() and close(), with finally and with.
def g():
    try:
        while True:
            try:
                x = yield "ready"
                print("got", x)
            except ValueError as e:
                print("caught", e)
                yield "handled"
    finally:
        print("cleanup")
a = g()
print(next(a), a.send(1), a.throw(ValueError("v")), next(a))
a.close()
a.close()
try:
    next(a)
except StopIteration:
    print("closed")
b = g()
next(b)
try:
    b.throw(KeyError("k"))
except KeyError as e:
    print("KeyError", e)
def stubborn():
    try:
        yield 1
    except GeneratorExit:
        print("ignoring")
        yield 2
s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as e:
    print(e, list(s))
def returns():
    try:
        yield 1
    except ValueError:
        return "from throw"
r = returns()
next(r)
try:
    r.throw(ValueError)
except StopIteration as e:
    print(e.value)
f = returns()
try:
    f.throw(TypeError("not started"))
except TypeError as e:
    print(e)
print(list(f))
def inner():
    try:
        yield "i"
    except ValueError as e:
        print("inner caught", e)
        yield "after"
    finally:
        print("inner finally")
def outer():
    try:
        yield from inner()
    finally:
        print("outer finally")
o = outer()
print(next(o), o.throw(ValueError("deep")))
o.close()
o = outer()
next(o)
try:
    o.throw(OSError("out"))
except OSError as e:
    print("OSError", e)
