import operator as op


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__, str(e)


for name in "add sub mul truediv floordiv mod pow lshift rshift and_ or_ xor lt le eq ne gt ge is_ is_not".split():
    print(name, getattr(op, name)(12, 5), attempt(getattr(op, name), 5, "a"))
for name in "neg pos invert not_ truth abs index".split():
    print(name, getattr(op, name)(-7), attempt(getattr(op, name), "a"))
l = [1]
print(op.iadd(l, [2]) is l, l, op.imul(l, 2), op.isub(5, 3), op.ior({1}, {2}))
print(op.contains("abc", "b"), op.getitem([1, 2], 1), op.countOf([1, 2, 1], 1), op.indexOf("abc", "c"), op.concat("a", "b"), op.length_hint([1, 2, 3]))
d = {}
op.setitem(d, "a", 1)
print(d, op.delitem(d, "a"), d, attempt(op.indexOf, [1], 2), attempt(op.concat, 1, 2))
print(op.itemgetter(1)("abc"), op.itemgetter(2, 0)("abc"), op.itemgetter("a")({"a": 5}), op.itemgetter(slice(1, 3))("abcd"), op.itemgetter(-1))


class A:
    x = 1

    def m(self, *args, **kw):
        return args, kw


a = A()
a.b = A()
a.b.x = 5
print(op.attrgetter("x")(a), op.attrgetter("b.x", "x")(a), op.attrgetter("a.b"), attempt(op.attrgetter("q"), a), attempt(op.attrgetter, 5))
print(op.methodcaller("m", 1, k=2)(a), op.methodcaller("upper")("x"), op.methodcaller("m", 1, k=2), attempt(op.methodcaller))
print(attempt(op.itemgetter), attempt(op.itemgetter(1)), attempt(op.itemgetter(9), "abc"), attempt(op.add, 1))
rows = [("b", 2), ("a", 2), ("c", 1)]
print(sorted(rows, key=op.itemgetter(1, 0)), max(rows, key=op.itemgetter(1)))
