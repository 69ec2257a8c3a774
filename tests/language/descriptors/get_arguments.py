# __get__ called by hand.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


def f(self): return self
class A:
    m = f
    @property
    def p(self): return "p"
a = A()
print(f.__get__(a)() is a, f.__get__(a, A)() is a, f.__get__(None, A) is f)
print(A.__dict__["p"].__get__(a), A.__dict__["p"].__get__(None, A) is A.__dict__["p"])
print(attempt(lambda: A.__dict__["p"].__get__(5)), attempt(lambda: A.__dict__["p"].__set__(a, 1)), attempt(lambda: A.__dict__["p"].__delete__(a)))
print(attempt(lambda: f.__get__(None, None)))
print(a.m.__func__ is f, a.m.__self__ is a, a.m == a.m, a.m is a.m, a.m == A().m, {a.m: 1}[a.m])
