# Class attributes of every kind of value, through classes and instances.
class A:
    i = 5
    f = 2.5
    s = "s"
    t = (1, 2)
    n = None
    b = True
    c = False
    e = ...
    big = 10 ** 30
    func = len
    lam = lambda self: "lambda"
    cls = int
    ni = NotImplemented


a = A()
for _ in range(2):
    print(a.i, a.f, a.s, a.t, a.n, a.b, a.c, a.e, a.big, a.func([1]), a.lam(), a.cls("7"), a.ni)
    print(A.i, A.f, A.s, A.t, A.n, A.b, A.c, A.e, A.big, A.func([1]), A.lam(0), A.cls("7"), A.ni)
a.b = False
a.n = 1
print(a.b, a.n, A.b, A.n)
