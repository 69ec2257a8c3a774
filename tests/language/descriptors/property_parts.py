# A property's parts, and what is missing when one is.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


class A:
    @property
    def p(self):
        "doc of p"
        return "got"

    q = property(None, lambda self, v: print("set", v), lambda self: print("deleted"), "doc of q")
    r = property()

    @p.deleter
    def p2(self):
        print("p2 deleted")


a = A()
print(a.p, A.p.__doc__, A.q.__doc__, A.r.__doc__)
print(A.p.fget is not None, A.p.fset, A.p.fdel, A.q.fget, A.q.fdel is not None, A.p2.fdel is not None)
print(attempt(lambda: a.q), attempt(lambda: setattr(a, "p", 1)), attempt(lambda: delattr(a, "p")))
a.q = 5
del a.q, a.p2
print(attempt(lambda: a.r), attempt(lambda: setattr(a, "r", 1)), attempt(lambda: delattr(a, "r")))
x = property(doc="first")
print(x.__doc__)
print(type(A.p).__name__, isinstance(A.__dict__["p"], property), A.p is A.__dict__["p"])


class B(A):
    @A.p.getter
    def p(self):
        return super().p + " again"


print(B().p)
