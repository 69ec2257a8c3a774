class A:
    def f(self):
        return "A.f"

    @classmethod
    def make(cls):
        return "A.make of " + cls.__name__

    @staticmethod
    def tool(x):
        return x * 2

    @property
    def value(self):
        return 10


class B(A):
    def f(self):
        return "B.f > " + super().f()

    def g(self):
        return super(B, self).f()

    @classmethod
    def make(cls):
        return "B.make > " + super().make()

    @property
    def value(self):
        return super().value + 1

    def tools(self):
        return super().tool(4)


class C(B):
    def f(self):
        def inner():
            return super(C, self).f()
        return inner() + " from inner"

    def comprehension(self):
        return [super(C, self).f() for _ in range(2)]


c = C()
print(c.f(), c.g(), C.make(), c.value, c.tools(), c.comprehension())
print(super(C, c).f(), super(B, c).f(), super(B, C).f(c))
print(super(C, c).__thisclass__ is C, super(C, c).__self__ is c, super(C, c).__self_class__ is C)
try:
    super(C, c).missing
except AttributeError as e:
    print(e)
try:
    super(C, 1)
except TypeError as e:
    print(e)
try:
    super(1, c)
except TypeError as e:
    print(e)


def outside():
    return super()


try:
    outside()
except RuntimeError as e:
    print(e)
