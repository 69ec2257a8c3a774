# __defaults__, __kwdefaults__, attributes, names; changing them changes calls.
def f(a, b=2, *, c=3): return a, b, c
print(f.__defaults__, f.__kwdefaults__, f.__name__, f.__qualname__)
f.__defaults__ = (10, 20)
print(f(), f(1), f(1, 2))
f.__kwdefaults__ = {"c": 30}
print(f())
f.__defaults__ = None
try:
    f()
except TypeError as e:
    print(e)
f.__kwdefaults__ = None
try:
    f(1, 2)
except TypeError as e:
    print(e)
f.note = "n"
print(f.note, f.__dict__)
class C:
    def m(self):
        def inner(): pass
        return inner
print(C.m.__qualname__, C().m().__qualname__, (lambda: 0).__qualname__)
g = C().m
print(g.__func__ is C.m, g.__name__)
def doc():
    "the doc"
print(doc.__doc__, f.__doc__)
def counter():
    counter.calls = getattr(counter, "calls", 0) + 1
    return counter.calls
counter(); counter()
print(counter())
print(callable(f), callable(5), callable(C), callable(C()), callable(len))
