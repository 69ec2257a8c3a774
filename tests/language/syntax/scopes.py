x = "global"


def reads():
    return x


def binds_later():
    try:
        print(x)
    except UnboundLocalError as e:
        print(e)
    x = "local"


def conditional(flag):
    if flag:
        y = 1
    try:
        return y
    except UnboundLocalError as e:
        return str(e)


def for_binds():
    for i in ():
        pass
    try:
        return i
    except UnboundLocalError as e:
        return str(e)


def import_binds():
    try:
        math
    except UnboundLocalError as e:
        print(e)
    import math
    return math.pi > 3


def class_binds():
    class x:
        pass
    return x.__name__


def builtin_shadow():
    len = lambda v: "mine"
    return len([1])


def parameters(x, *len, **print):
    return x, len, print


print(reads(), conditional(0), conditional(1), for_binds(), import_binds(), class_binds(), builtin_shadow(), parameters(1, 2, a=3))
binds_later()
len = lambda v: "global len"
print(len([1]))
del len
print(len([1]))


def outer():
    x = "outer"

    def middle():
        def inner():
            return x
        return inner()

    def shadow(x):
        return lambda: x
    return middle(), shadow("s")()


print(outer())


def two_functions():
    def a():
        return b()

    def b():
        return "b"
    return a()


print(two_functions())


def with_binds():
    with open("scopes.py") as f:
        line = f.readline()
    return line.strip(), f.closed


print(with_binds())


def except_and_loop():
    for e in range(2):
        try:
            1 / 0
        except ZeroDivisionError as e:
            pass
    try:
        return e
    except UnboundLocalError as err:
        return str(err)


print(except_and_loop())


def star(*x, **y):
    def f():
        return x, y
    x = 1
    return f()


print(star(5, k=1))


def default_scope(x=x):
    return x


x = "changed"
print(default_scope(), reads())
print([x for x in "ab"], x, (lambda x: x)(1), x)
_ = 1
print(_)
__name = 2
print(__name)
