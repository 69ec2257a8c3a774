# Keyword arguments: binding, order, errors.
def error(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except TypeError as e:
        print("TypeError:", e)

def f(a, b, c=3): return (a, b, c)

print(f(1, b=2), f(b=2, a=1), f(1, 2, c=9), f(c=1, b=2, a=3))
error(f, 1)
error(f, b=2)
error(f, 1, a=2, b=3)
error(f, 1, 2, d=4)
error(f, 1, 2, 3, 4, e=5)
error(f, 1, 2, 3, c=4)

def evaluated(tag, value):
    print("eval", tag)
    return value

print(f(evaluated("first", 1), c=evaluated("second", 3), b=evaluated("third", 2)))
print(f(**{"a": 1, "b": 2}), f(1, **{"b": 5, "c": 6}))
error(lambda: f(1, **{"a": 2, "b": 3}))
error(lambda: f(**{1: 2}))
error(lambda: f(1, b=2, **{"b": 3}))
