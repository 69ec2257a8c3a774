# When the keys of ** are looked at: after everything is merged, except for keys that come twice.
def f(*a, **k):
    return a, k


def attempt(g):
    try:
        return g()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


class Mapping:
    def keys(self):
        return ["a", "b"]

    def __getitem__(self, key):
        return key * 2


class Str(str):
    pass


print(attempt(lambda: f(**{1: 2})))
print(attempt(lambda: f(**{1: 2}, **5)))
print(attempt(lambda: f(**{1: 2}, **{1: 3})))
print(attempt(lambda: f(**{1: 2}, a=1)))
print(attempt(lambda: f(**Mapping(), c=3)))
print(attempt(lambda: f(a=1, **Mapping())))
print(attempt(lambda: f(**{Str("x"): 1}, y=2)))
print(attempt(lambda: f(**{"x": 1}, **{Str("x"): 2})))
print(attempt(lambda: dict(**{1: 2})))
print(attempt(lambda: f(**{"not a name": 1})))
