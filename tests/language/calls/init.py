# Making instances: __init__, __new__, errors.
class A:
    def __init__(self, a, b=2, *c, d=4):
        self.all = (a, b, c, d)
print(A(1).all, A(1, 3, 5, d=6).all, A(b=1, a=2).all)
for args in ((), (1,)):
    try:
        print(A(*args).all)
    except TypeError as e:
        print(e)
class Bad:
    def __init__(self): return 1
try:
    Bad()
except TypeError as e:
    print(e)
class N:
    def __new__(cls, x):
        print("new", x)
        o = super().__new__(cls)
        o.x = x
        return o
    def __init__(self, x): print("init", self.x)
N(3)
class Other:
    def __new__(cls): return 42
    def __init__(self): print("never")
print(Other())
class Rebind:
    def __init__(self, v):
        self.v = v
        self = None
print(Rebind(3).v)
class Cell:
    def __init__(self, v):
        self.v = v
        self.get = lambda: self.v
print(Cell(4).get())
class NoInit: pass
try:
    NoInit(1)
except TypeError as e:
    print(e)
class Sub(A):
    def __init__(self, *args):
        super().__init__(*args)
        self.extra = True
print(Sub(1, 2).all, Sub(1).extra)
print([type(x).__name__ for x in map(A, range(3))])
class Raises:
    def __init__(self): raise ValueError("in init")
try:
    Raises()
except ValueError as e:
    print(e)
