# Delegation: values, results, sending, deep chains.
def inner():
    got = yield 1
    print("inner got", got)
    got = yield 2
    print("inner got", got)
    return "result"
def outer():
    r = yield from inner()
    print("outer got", r)
    yield from [10, 20]
    r = yield from "ab"
    print(r)
    return "outer result"
g = outer()
print(next(g), g.send("a"), g.send("b"), next(g), next(g), next(g))
try:
    next(g)
except StopIteration as e:
    print(e.value)
class Node:
    def __init__(self, v, l=None, r=None): self.v, self.l, self.r = v, l, r
    def __iter__(self):
        if self.l: yield from self.l
        yield self.v
        if self.r: yield from self.r
print(list(Node(4, Node(2, Node(1), Node(3)), Node(6, Node(5)))))
def chain(n):
    if n == 0:
        yield "bottom"
        return 0
    return 1 + (yield from chain(n - 1))
def run(n):
    r = yield from chain(n)
    yield r
print(list(run(50)))
def flatten(x):
    for e in x:
        if isinstance(e, list): yield from flatten(e)
        else: yield e
print(list(flatten([1, [2, [3, [4]], 5], [[6]]])))
class Custom:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration("custom value")
        return self.n
    def send(self, v): return ("sent", v)
def d():
    r = yield from Custom()
    print("r", r)
g = d()
print(next(g), g.send("x"), next(g))
try:
    next(g)
except StopIteration:
    print("end")
