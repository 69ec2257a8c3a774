class A:
    pass


a, b = A(), A()
print(a == a, a == b, a != b, a in [a], b in [a], hash(a) == hash(a), len({a, b, a}))
print(object.__eq__(a, a), object.__eq__(a, b), object.__ne__(a, a), object.__lt__(a, b))


class N:
    def __eq__(self, other):
        return "eq"

    def __ne__(self, other):
        return "ne"


print(N() == 1, N() != 1, 1 == N(), 1 != N())


class L:
    def __init__(self, v):
        self.v = v

    def __lt__(self, o):
        return self.v < o.v


print(L(1) < L(2), L(1) > L(2), sorted([L(3), L(1)], key=lambda x: x)[0].v)
try:
    L(1) <= L(2)
except TypeError as e:
    print(e)
