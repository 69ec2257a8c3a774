# Exceptions through built-ins, dunder methods, comprehensions.
def boom(*a): raise ValueError("boom")
def attempt(name, f):
    try:
        print(name, f())
    except ValueError as e:
        print(name, "ValueError", e)
class B:
    __add__ = __radd__ = __eq__ = __lt__ = __getitem__ = __len__ = __bool__ = __iter__ = __call__ = __contains__ = boom
    __hash__ = boom
    __setitem__ = __delitem__ = __repr__ = __neg__ = __getattr__ = boom
b = B()
attempt("add", lambda: b + 1)
attempt("radd", lambda: 1 + b)
attempt("eq", lambda: b == 1)
attempt("in list", lambda: b in [1])
attempt("lt", lambda: b < 1)
attempt("getitem", lambda: b[0])
attempt("len", lambda: len(b))
attempt("if", lambda: 1 if b else 2)
attempt("not", lambda: not b)
attempt("iter", lambda: list(b))
attempt("call", lambda: b())
attempt("in", lambda: 1 in b)
attempt("hash", lambda: {b: 1})
attempt("repr", lambda: repr(b))
attempt("neg", lambda: -b)
attempt("attr", lambda: b.missing)
attempt("sort key", lambda: sorted([1, 2], key=boom))
attempt("sort cmp", lambda: sorted([b, b]))
attempt("map", lambda: list(map(boom, [1])))
attempt("comp", lambda: [boom() for _ in [1]])
attempt("gen", lambda: sum(boom() for _ in [1]))
attempt("format", lambda: "%s" % b)
attempt("join", lambda: ",".join(boom() for x in [1]))
attempt("max", lambda: max([1, 2], key=boom))
def level(n):
    if n == 0: boom()
    level(n - 1)
attempt("deep", lambda: level(100))
def nested_native(n):
    if n == 0: boom()
    return sorted([1], key=lambda _: nested_native(n - 1))
attempt("native", lambda: nested_native(10))
x = 0
for i in range(1000):
    try:
        if i % 2: raise KeyError(i)
    except KeyError: x += 1
print(x)
