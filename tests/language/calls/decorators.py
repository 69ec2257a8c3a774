# Decorators with and without arguments, stacked, on classes.
def trace(fn):
    def inner(*a, **k):
        print("call", fn.__name__, a, k)
        return fn(*a, **k)
    inner.__name__ = fn.__name__
    return inner
def times(n):
    def deco(fn):
        def inner(*a): return [fn(*a) for _ in range(n)]
        return inner
    return deco
@trace
@times(3)
def double(x): return x * 2
print(double(4))
def add_method(cls):
    cls.hello = lambda self: "hello " + self.name
    return cls
@add_method
class P:
    name = "p"
print(P().hello())
class Memo:
    def __init__(self, fn): self.fn, self.memo = fn, {}
    def __call__(self, n):
        if n not in self.memo: self.memo[n] = self.fn(n)
        return self.memo[n]
@Memo
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), len(fib.memo))
registry = {}
def register(name):
    def deco(f):
        registry[name] = f
        return f
    return deco
@register("a")
def fa(): return "A"
@register("b")
def fb(): return "B"
print({k: v() for k, v in registry.items()})
