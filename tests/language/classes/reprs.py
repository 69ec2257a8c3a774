class A:
    def f(self):
        pass


print(A, repr(A), A.__module__, int, ValueError)
print(A.f.__name__, A.f.__qualname__, A().f.__name__, str(A.f).startswith("<function A.f at 0x"))
print(repr(A()).startswith("<__main__.A object at 0x"), repr(A().f).startswith("<bound method A.f of <__main__.A object at 0x"))
print(len, [].append.__name__, str.upper, int.__add__.__name__)
print(repr(object()).startswith("<object object at 0x"))


class R:
    def __repr__(self):
        return "R!"


class S:
    def __str__(self):
        return "S!"


print(R(), str(R()), [R()], str(S()), f"{R()} {S()}", "%s %r" % (R(), R()))


class Bad:
    def __repr__(self):
        return 1


try:
    repr(Bad())
except TypeError as e:
    print(e)
print(property, staticmethod, classmethod, super, type(A.f), type(len), type(A().f))
