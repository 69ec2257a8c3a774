class V:
    def __init__(self, *xs):
        self.xs = xs

    def __add__(self, o):
        if not isinstance(o, V):
            return NotImplemented
        return V(*[a + b for a, b in zip(self.xs, o.xs)])

    def __mul__(self, k):
        return V(*[x * k for x in self.xs])

    __rmul__ = __mul__

    def __neg__(self):
        return V(*[-x for x in self.xs])

    def __eq__(self, o):
        return isinstance(o, V) and self.xs == o.xs

    def __hash__(self):
        return hash(self.xs)

    def __len__(self):
        return len(self.xs)

    def __getitem__(self, i):
        return self.xs[i]

    def __contains__(self, x):
        return x in self.xs

    def __bool__(self):
        return any(self.xs)

    def __call__(self, x):
        return V(*self.xs, x)

    def __iter__(self):
        return iter(self.xs)

    def __str__(self):
        return "<" + ",".join(map(str, self.xs)) + ">"

    def __format__(self, spec):
        return spec + str(self)

    def __matmul__(self, o):
        return sum(a * b for a, b in zip(self, o))

    def __iadd__(self, o):
        self.xs += tuple(o)
        return self


v, w = V(1, 2), V(3, 4)
print(v + w, v * 2, 3 * v, -v, v == V(1, 2), v != w, len(v), v[1], 2 in v, bool(V(0)), v(9), list(v), f"{v:x}", v @ w)
v += [5]
print(v, {V(1): 2}[V(1)])
for code in ("v + 1", "1 + v", "v - w", "v < w", "~v", "del v[0]"):
    try:
        exec(code)
    except TypeError as e:
        print(e)


class E:
    def __eq__(self, o):
        return True


try:
    hash(E())
except TypeError as e:
    print(e)
print(E.__hash__, E() == 1, E() != 1)
