# *args and **kwargs in definitions and calls.
def f(*args, **kwargs): return args, kwargs
print(f(), f(1), f(1, 2, x=3), f(*[1, 2], *(3,), **{"a": 1}, **{"b": 2}))

def g(a, b=2, *rest, c, d=4, **more): return a, b, rest, c, d, more
print(g(1, c=3), g(1, 2, 3, 4, c=5), g(1, c=2, z=9, d=8), g(*range(5), c=0))

def h(first, *rest):
    return first if not rest else first + h(*rest)
print(h(1, 2, 3, 4, 5))

print(f(*"abc"), f(*{"k": 1}), f(*(i * i for i in range(4))))
print(max(*[3, 1, 2]), sum(*[[1, 2, 3]]))

def wrap(fn):
    def inner(*a, **k):
        return "<%s>" % fn(*a, **k)
    return inner

@wrap
def show(a, b, *, sep="-"): return str(a) + sep + str(b)
print(show(1, 2), show(1, b=2, sep="+"))

try:
    f(*5)
except TypeError as e:
    print("TypeError")
try:
    f(**5)
except TypeError as e:
    print("TypeError")
print(len(f(*range(300))[0]))
print(len(f(**{"k%d" % i: i for i in range(100)})[1]))
