print([1, 2].__len__(), (3).__add__(4), (3).__radd__(4), "a".__mul__(3), list.__len__([1]), int.__add__(1, 2))
print(hasattr([], "__iter__"), hasattr([], "__next__"), hasattr(1, "__len__"), hasattr({}, "__add__"), hasattr([], "__hash__"), [].__hash__)
print(hasattr("", "__getitem__"), hasattr(iter([]), "__next__"), hasattr(print, "__call__"), hasattr(1.5, "__lshift__"), hasattr(1, "__lshift__"))
print((1).__add__("a"), (1).__eq__(1), (1).__eq__("a"), "a".__lt__("b"), (5).__neg__(), (5).__invert__(), (0).__bool__())
print(object.__repr__(5).startswith("<int object at"), int.__repr__(5), str.__str__("x"), str.__repr__("x"))
print(dict.__getitem__({1: 2}, 1), list.__contains__([1], 1), [5, 6].__getitem__(1), (7).__divmod__(2), (2).__pow__(3))
d = {}
dict.__setitem__(d, "k", 1)
d.__setitem__("l", 2)
d.__delitem__("k")
print(d, d.__contains__("l"), (1.5).__float__(), (5).__index__(), (True).__int__(), (5).__float__())
it = iter([1])
print(it.__next__(), it.__iter__() is it)
try:
    it.__next__()
except StopIteration:
    print("stop")
for call in (lambda: list.__len__(5), lambda: str.upper(5), lambda: list.append(), lambda: dict.__setitem__([], 1, 2)):
    try:
        call()
    except TypeError as e:
        print(e)


class L(list):
    def __getitem__(self, i):
        return "item " + str(super().__getitem__(i))

    def __setitem__(self, i, v):
        super().__setitem__(i, v * 2)

    def __len__(self):
        return super().__len__() + 100

    def __iter__(self):
        for x in super().__iter__():
            yield -x

    def __eq__(self, o):
        return super().__eq__(o)

    def __contains__(self, x):
        return not super().__contains__(x)


x = L([1, 2])
x[0] = 5
print(x[0], len(x), list(x), x == [5, 2], 7 in x, list.__len__(x))


class I(int):
    def __add__(self, o):
        return "sum %d" % super().__add__(o)

    def __repr__(self):
        return "I" + super().__repr__()


print(I(3) + 4, I(3), [I(5)], I(3) - 1)
print(sorted(["b", "A"], key=str.lower), list(map(str.strip, [" a ", "b "])), str.lower is str.lower)
print(int.__add__ is not None, (1).__class__, "".__class__.__name__, [].__doc__ is None or True)
