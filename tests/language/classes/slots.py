class P:
    __slots__ = ("x", "y")

    def __init__(self, x):
        self.x = x


p = P(1)
print(p.x)
for code in ("p.y", "p.z = 1", "p.__dict__", "del p.y"):
    try:
        exec(code)
    except AttributeError as e:
        print(type(e).__name__, "y" in str(e) or "z" in str(e) or "__dict__" in str(e))
p.y = 2
print(p.y)
del p.y
print(hasattr(p, "y"))


class Q(P):
    __slots__ = "z"


q = Q(5)
q.y, q.z = 6, 7
print(q.x, q.y, q.z)
try:
    q.w = 1
except AttributeError as e:
    print(e)


class Open(P):
    pass


o = Open(1)
o.anything = 2
print(o.x, o.anything, o.__dict__)


class Both:
    __slots__ = ("a", "__dict__")


b = Both()
b.a, b.b = 1, 2
print(b.a, b.b)
for text in ("class A:\n __slots__ = ('x',)\n x = 1", "class A:\n __slots__ = (1,)", "class A:\n __slots__ = ('a b',)", "class A(int):\n __slots__ = ('x',)"):
    try:
        exec(text)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)


class Private:
    __slots__ = ("__secret",)

    def __init__(self):
        self.__secret = 5

    def get(self):
        return self.__secret


print(Private().get(), Private()._Private__secret)


class T(tuple):
    __slots__ = ()


t = T((1, 2))
print(t)
try:
    t.x = 1
except AttributeError as e:
    print(e)
print(P.x, Q.y, Q.z, P.x.__name__, P.x.__objclass__ is P, Open.x)
p = P(8)
print(P.x.__get__(p), P.x.__get__(p, P))
P.x.__set__(p, 9)
print(p.x, hasattr(P, "nothing"), type(P.x).__name__)
try:
    P.x.__get__(5)
except TypeError as e:
    print(e)
Q.alias = P.x
q = Q(3)
q.alias = 4
print(q.x, q.alias)
