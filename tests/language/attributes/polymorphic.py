# One site, many types.
class A:
    def __init__(self):
        self.v = 1

    def m(self):
        return "A"


class B:
    def __init__(self):
        self.u = 0
        self.v = 2

    def m(self):
        return "B"


class C(A):
    v = 3

    def __init__(self):
        pass


class D:
    @property
    def v(self):
        return 4

    m = staticmethod(lambda: "D")


class E:
    def __getattr__(self, name):
        return (lambda: "E") if name == "m" else 5


class F(list):
    v = 6

    @classmethod
    def m(cls):
        return cls.__name__


def look(o):
    return o.v, o.m()


for _ in range(3):
    print([look(o) for o in (A(), B(), C(), D(), E(), F())])


def store(o, v):
    o.v = v
    return o.v


print([store(o, 9) for o in (A(), B(), C(), F())])
try:
    store(D(), 1)
except AttributeError as e:
    print(e)
