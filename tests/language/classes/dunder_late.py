# A special method that comes or goes later counts at once, for the class and for those below it.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


class A: pass
class B(A): pass
class C(B): pass


c = C()
print(attempt(lambda: len(c)), attempt(lambda: c + 1), attempt(lambda: c[0]), bool(c), attempt(lambda: c()))
A.__len__ = lambda self: 0
B.__add__ = lambda self, o: ("add", o)
A.__getitem__ = lambda self, i: i
C.__call__ = lambda self: "called"
print(len(c), c + 1, c[5], bool(c), c())
B.__len__ = lambda self: 7
print(len(c), bool(c), len(A()))
del B.__len__, A.__len__
print(attempt(lambda: len(c)), bool(c))
C.__bool__ = lambda self: False
print(bool(c))
A.__eq__ = lambda self, o: "eq"
print(c == 1, c != 1, A() == 2)
A.__getattr__ = lambda self, name: name
print(c.anything, c.__len__)
del A.__getattr__
print(attempt(lambda: c.anything))
A.__setattr__ = lambda self, n, v: print("set", n, v)
c.x = 1
del A.__setattr__
c.x = 2
print(c.x)
