# Annotations see the names around the function, in classes and closures too.
def outer(T):
    def inner(a: T, b: [T for T in (1, 2)]) -> (lambda: T)():
        x: undefined_name = 3
        y: also_undefined
        return x

    return inner


print(outer(int).__annotations__, outer(str)(1, 2))


class C:
    X = 5

    def m(self, a: X) -> "C":
        pass

    def __init__(self, __p: int):
        pass

    async def am(self, q: X):
        yield

    @staticmethod
    def s(a: X) -> X:
        pass

    @property
    def p(self) -> int:
        return 1

    field: int = 3


for function in C.m, C.__init__, C.am, C.s, C.p.fget:
    print(function.__name__, function.__annotations__)
print(C.__annotations__)


def nested(a: int):
    def k2(b: a):
        return k2.__annotations__

    return k2(2)


print(nested(7))


def star(*args: *(int,)):
    pass


print(star.__annotations__)
