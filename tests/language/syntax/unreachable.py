def a():
    return 1
    def inner():
        return inner
    class C:
        x = [i for i in range(3)]
    for i in range(3):
        try:
            yield_ = lambda: i
            continue
        except ValueError as e:
            break
        finally:
            print("never")
    with a() as b:
        return b


def b():
    while True:
        return "loop"
    print("never")


def c():
    raise ValueError
    yield


def d(x):
    if x:
        return "yes"
    else:
        return "no"
    return "never"


def e():
    for i in range(5):
        if i < 3:
            continue
            print("never")
        break
        print("never")
    return i


def f():
    try:
        return 1
    finally:
        pass
    return 2


def g():
    if 0:
        x = 1
        def h(): return x
        while x: break
    if False and undefined:
        pass
    if True or undefined:
        return "short"


def h():
    while 1:
        try:
            break
        finally:
            print("fin")
    else:
        return "never"
    return "done"


print(a(), b(), d(1), d(0), e(), f(), g(), h())
try:
    next(c())
except ValueError:
    print("raised")
while True:
    break
    def never(): return [lambda: 0]
if 0:
    class Never:
        def m(self): return super()
    print([i for i in (lambda: 1)()])
print("never" in dir(), "Never" in dir())
