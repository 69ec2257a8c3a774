# What is said about a * or ** that is given something else; a call with one star names the callee.
def f(*a, **k):
    return a, k


class C:
    def m(self, *a):
        return a

    def __call__(self):
        pass

    def __repr__(self):
        return "a C"


def attempt(g):
    try:
        return g()
    except TypeError as e:
        return str(e)


print(attempt(lambda: f(*5)))
print(attempt(lambda: f(*5, 1)))
print(attempt(lambda: f(1, *5)))
print(attempt(lambda: f(*[1], *None)))
print(attempt(lambda: f(**5)))
print(attempt(lambda: f(a=1, **[1])))
print(attempt(lambda: f(**{"a": 1}, **{"a": 2})))
print(attempt(lambda: f(**{1: 2})))
print(attempt(lambda: C().m(*5)))
print(attempt(lambda: C()(*5)))
print(attempt(lambda: C()(**5)))
print(attempt(lambda: (7)(*5)))
print(attempt(lambda: len(*5)))
print(attempt(lambda: int(*5)))
print(attempt(lambda: [*5]))
print(attempt(lambda: (1, *None)))
print(attempt(lambda: {*5}))
print(attempt(lambda: {**5}))
print(attempt(lambda: (lambda *a: a)(*5)))
