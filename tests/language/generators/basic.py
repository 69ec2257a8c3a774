# Generators: next, for, send, return values.
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
    return "done"
print(list(count(4)), sum(count(10)), [x for x in count(3)])
g = count(2)
print(next(g), next(g))
try:
    next(g)
except StopIteration as e:
    print("stop", e.value)
try:
    next(g)
except StopIteration as e:
    print("stop again", e.value)
print(next(g, "default"))
def echo():
    got = None
    while True:
        got = yield got
        if got == "quit": return "bye"
e = echo()
print(next(e), e.send(1), e.send([2]))
try:
    e.send("quit")
except StopIteration as s:
    print(s.value)
e = echo()
try:
    e.send(1)
except TypeError as t:
    print(t)
print(iter(g) is g, type(g).__name__)
def empty():
    return
    yield
print(list(empty()))
def expression():
    x = (yield 1) + (yield 2)
    print("sum", x)
e = expression()
next(e); e.send(10)
try:
    e.send(5)
except StopIteration:
    print("end")
