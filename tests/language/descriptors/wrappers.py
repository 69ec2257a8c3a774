# staticmethod and classmethod as objects.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


def f(*a):
    "doc"
    return a


s, c = staticmethod(f), classmethod(f)
print(s.__func__ is f, c.__func__ is f, s(1, 2), s.__wrapped__ is f, s.__name__, s.__doc__)
print(attempt(lambda: c(1)))


class A:
    s, c = s, c

    @staticmethod
    def plain(): return "plain"

    @classmethod
    @property
    def both(cls): return cls.__name__


print(A.s(1), A().s(1), A.c(1) == (A, 1), A().c(2) == (A, 2), A.plain(), A.both)
print(A.__dict__["s"].__get__(None, A) is f, A.c.__self__ is A, A.c.__func__ is f)
s.extra = 1
print(s.extra, s.__dict__["extra"])
print(attempt(lambda: staticmethod()), attempt(lambda: classmethod(1, 2)) is not None)
