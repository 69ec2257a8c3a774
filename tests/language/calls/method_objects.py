# Bound methods as objects.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


class A:
    "doc of A"
    def m(self, x=1):
        "doc of m"
        return self, x
    def __eq__(self, other): return True
    __hash__ = None


a = A()
m = a.m
print(m(2)[1], m.__func__ is A.m, m.__self__ is a, m.__name__, m.__doc__, m.__qualname__, m.__module__)
print(m == a.m, m == A().m, m != a.m, m == 5)
print(attempt(lambda: setattr(m, "x", 1)))
A.m.tag = 5
print(m.tag)
n = type(m)(lambda self, y: (y, self), 7)
print(n(8), n.__self__)
print(attempt(lambda: type(m)(5, 6)))
print(repr(m).startswith("<bound method A.m of "), callable(m), bool(m))
