# Keyword-only and positional-only parameters.
def error(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except TypeError as e:
        print("TypeError:", e)

def k(a, *, b, c=3): return (a, b, c)
print(k(1, b=2), k(1, c=1, b=0), k(b=1, a=2))
error(k, 1)
error(k, 1, 2)
error(k, 1, 2, b=3)
error(k, b=1)

def two(*, x, y): return x, y
error(two)
error(two, x=1)
print(two(y=1, x=2))

def p(a, b=2, /, c=3): return (a, b, c)
print(p(1), p(1, 5), p(1, 5, 6), p(1, c=9))
error(p, a=1)
error(p, 1, b=2)
error(p)

def mixed(a, /, b, *, c): return (a, b, c)
print(mixed(1, 2, c=3), mixed(1, b=2, c=3))
error(mixed, 1, 2, 3)
error(mixed, a=1, b=2, c=3)

def shadow(a, /, **kw): return a, kw
print(shadow(1, a=2, b=3))
