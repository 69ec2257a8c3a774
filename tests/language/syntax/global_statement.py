x = 1


def read():
    return x


def write():
    global x, y
    x = 2
    y = 3


def shadow():
    x = 10
    return x


def nested():
    def inner():
        global z
        z = x
    inner()
    return z


print(read(), shadow())
write()
print(x, y, nested(), z)


def deleted():
    global y
    del y


deleted()
try:
    print(y)
except NameError as e:
    print(e)


class C:
    global w
    w = 5
    v = w + 1


print(w, C.v, hasattr(C, "w"))


def loop():
    global i
    for i in range(3):
        pass
    global fn

    def fn():
        return "fn", fn.__qualname__
    global Cls

    class Cls:
        pass


loop()
print(i, fn(), Cls.__qualname__)


def imports():
    global mm
    import math as mm


imports()
print(mm.pi > 3)


def aug():
    global x
    x += 40
    return x


print(aug(), x)
