# Positional calls, defaults, and the errors of wrong counts.
def error(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except TypeError as e:
        print("TypeError:", e)

def none(): return "none"
def one(a): return a
def two(a, b=2): return (a, b)
def three(a, b, c): return [a, b, c]

print(none(), one(1), two(1), two(1, 3), three(1, 2, 3))
error(none, 1)
error(none, 1, 2)
error(one)
error(one, 1, 2)
error(two)
error(two, 1, 2, 3)
error(three)
error(three, 1)
error(three, 1, 2)
error(three, 1, 2, 3, 4, 5)

def with_list(x, items=[]):
    items.append(x)
    return items

print(with_list(1), with_list(2), with_list(3, []), with_list(4))
print(with_list.__defaults__)

class C:
    def m(self, a): return a
    @staticmethod
    def s(a): return a
    @classmethod
    def c(cls, a): return a

error(C().m)
error(C().m, 1, 2)
error(C.m)
error(C.s)
error(C.c, 1, 2)
error(C.c)
