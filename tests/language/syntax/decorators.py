def log(f):
    def wrapper(*a, **k):
        print("call", f.__name__, a[-1:])
        return f(*a, **k)
    return wrapper


def tag(name):
    def decorate(f):
        f.tag = name
        return f
    return decorate


@log
def one(x):
    return x + 1


@tag("first")
@tag("second")
def two():
    pass


print(one(1), two.tag)


class Holder:
    log = staticmethod(log)
    items = [tag("list")]

    @log
    def method(self, x):
        return x * 2

    @staticmethod
    @log
    def static(x):
        return x

    @classmethod
    def make(cls):
        return cls.__name__

    @property
    def p(self):
        return "p"

    @p.setter
    def p(self, v):
        print("set", v)


h = Holder()
h.p = 3
print(h.method(2), h.static(3), Holder.make(), h.p)


@Holder.items[0]
def three():
    pass


@(lambda f: f() + 1)
def four():
    return 4


@[tag("a"), tag("b")][1]
class Five:
    x = 1


@lambda c: c.x
class Six:
    x = "six"


print(three.tag, four, Five.tag, Six)


def order(n):
    print("made", n)

    def decorate(f):
        print("applied", n)
        return f
    return decorate


@order(1)
@order(2)
@order(3)
def ordered(x=print("default")):
    pass


@(d := tag("walrus"))
def seven():
    pass


print(seven.tag)
