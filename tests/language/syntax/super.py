class A:
    def m(self):
        return ["A"]

    @classmethod
    def c(cls):
        return [cls.__name__]

    @property
    def p(self):
        return "pA"


class B(A):
    def m(self):
        return super().m() + ["B"]

    @classmethod
    def c(cls):
        return super().c() + ["c"]

    @property
    def p(self):
        return super().p + "B"


class C(A):
    def m(self):
        f = super().m
        return f() + ["C"]

    def nested(self):
        def inner(me):
            return super().m()
        return inner(self)

    def lam(self):
        return (lambda s: super().m())(self)

    def cls(self):
        return __class__

    def captured(self):
        g = lambda: self
        return super().m(), g() is self


class D(B, C):
    def m(self):
        return super().m() + ["D"]

    def explicit(self):
        return super(D, self).m(), super(B, self).m()


d = D()
print(d.m(), D.c(), d.p, d.nested(), d.lam(), d.cls().__name__, d.explicit(), d.captured())


class E(A):
    def __new__(cls, *a):
        o = super().__new__(cls)
        o.a = a
        return o

    def __init__(self, x):
        super().__init__()
        self.x = x

    def __setattr__(self, k, v):
        super().__setattr__(k, v)

    def __repr__(self):
        return "E(%r)" % (self.a,) + super().__repr__()[:1]


print(E(5), E(6).x)


def no_class():
    return super()


try:
    no_class()
except RuntimeError as e:
    print(e)


class F(A):
    def none():
        return super()

    def redefined(self):
        super = lambda: "mine"
        return super()


try:
    F.none()
except RuntimeError as e:
    print(e)
print(F().redefined())


def factory(base):
    class G(base):
        def m(self):
            return super().m() + [base.__name__]
    return G


print(factory(A)().m(), factory(B)().m())


class H(A):
    def gen(self):
        yield super().m()
        yield from (x for x in [super().m()])

    def starred(*args):
        return __class__.__name__


print(H().starred())
