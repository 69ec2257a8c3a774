def f(*args, **kw):
    return args, sorted(kw.items())


class O:
    def m(self, *args, **kw):
        return args, sorted(kw.items())


o = O()
a, d = [1, 2], {"x": 1}
print(f(), f(1), f(1, 2, k=3), f(*a), f(**d), f(*a, **d))
print(f(0, *a, 3, *a, k=1, **d, z=2), f(*a, *"bc", y=1, **{}, **{"q": 1}))
print(o.m(), o.m(1), o.m(1, k=2), o.m(*a), o.m(*a, **d), o.m(0, *a, k=9))
print(f(*(), **{}), f(*[], 1), f(k=1, *a))
m = o.m
print(m(5), O.m(o, 6), o.m(o.m(7)), f(f(1)[0]))
print(f(x for x in "ab")[0][0].__class__.__name__, sum(i for i in range(4)), f(1, (i for i in "a"))[0][0])
print(f(1,), f(*a,), f(k=1,), f(
    1,
    2,
    k=3,
))
print(f(not 1, -1, lambda: 0 if 0 else 1)[0][:2], (lambda *a: a)(1, 2), [f][0](3), {"f": f}["f"](4))
for call in (lambda: f(**{1: 2}), lambda: f(*5), lambda: f(**5), lambda: f(k=1, **{"k": 2}), lambda: f(**d, **d), lambda: 5(), lambda: o.missing(1)):
    try:
        print(call())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__)


def order(x):
    print("arg", x, end=" ")
    return x


print(f(order(1), *[order(2)], order(3), k=order(4), **{"l": order(5)}))
print("abc".upper().lower().replace("a", "b"), "x,y".split(","), [3, 1].sort())
print(o.m(order(1), order(2)), f(order(1), k=order(2)))
print(len("a" "b"), max(1, 2, 3), max([1, 5], key=lambda v: -v), print)


class C:
    def __call__(self, *a):
        return a


print(C()(1, 2), C().__call__(3))
class D:
    attr = f
    def __init__(self): self.g = f
print(D().g(1), D().attr()[0][0].__class__.__name__)
