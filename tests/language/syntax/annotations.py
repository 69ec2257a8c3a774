import sys
a: int = 1
b: str
c: "forward" = 2
(d): int = 3
a: float = 4
print(a, c, d, __annotations__)


class O:
    pass


o = O()
o.x: int = 5
l = [0]
l[0]: print("evaluated") = 6
o.y: print("bare target")
print(o.x, l, hasattr(o, "y"))


class C:
    p: int
    q: str = "q"
    r: "list[int]" = []
    __s: int = 1

    def m(self, x: int) -> str:
        self.z: int = x
        return self.z


print(C.__annotations__, C.q, C().m(3))


def f(x: int, *args: str, y: "str" = "y") -> None:
    local: undefined_too = 5
    unset: int
    (paren): int = 6
    try:
        unset
    except UnboundLocalError as e:
        print(e)
    return local + paren


print(f(1))
x: tuple = 1, 2
y: int = (z := 3)
print(x, y, z)


def gen():
    v: int = yield 1
    print(v)


g = gen()
next(g)
try:
    g.send(5)
except StopIteration:
    pass
