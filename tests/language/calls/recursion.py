# Deep recursion, and RecursionError that can be survived.
def fact(n): return 1 if n == 0 else n * fact(n - 1)
print(fact(20), fact(50))

def ack(m, n):
    if m == 0: return n + 1
    if n == 0: return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))
print(ack(2, 6))

def forever(n): return forever(n + 1)
for i in range(3):
    try:
        forever(0)
    except RecursionError as e:
        print("RecursionError:", e)

class Deep:
    def __init__(self, n):
        self.child = Deep(n + 1)
try:
    Deep(0)
except RecursionError:
    print("init")

class Add:
    def __add__(self, other): return self + other
try:
    Add() + 1
except RecursionError:
    print("add")

class Attr:
    @property
    def x(self): return self.x
try:
    Attr().x
except RecursionError:
    print("property")

class Text:
    def __repr__(self): return repr(self)
try:
    repr(Text())
except RecursionError:
    print("repr")

def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n
print(depth(0) > 500)
print(sorted([3, 1, 2], key=lambda x: -x))
