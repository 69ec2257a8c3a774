# Data descriptors, instance attributes, other class attributes: who wins, and changes of mind.
class A:
    def f(self):
        return "method"

    @property
    def p(self):
        return "property"


a = A()
print(a.f())
a.f = lambda: "instance"
print(a.f(), A().f())
del a.f
print(a.f())
A.f = lambda self: "changed"
print(a.f())
a.x = 1
A.x = property(lambda self: "now a property")
print(a.x)
del A.x
print(a.x)
A.x = "plain"
print(a.x, A().x)
try:
    a.p = 1
except AttributeError as e:
    print(e)


class B(A):
    pass


b = B()
print(b.f())
B.f = lambda self: "B"
print(b.f(), a.f())
A.g = lambda self: "late"
print(b.g())
B.g = 5
print(b.g, a.g())
del B.g
print(b.g())


class C:
    n = 0

    def count(self):
        self.n += 1
        return self.n


c, d = C(), C()
print(c.count(), c.count(), d.count(), C.n)
