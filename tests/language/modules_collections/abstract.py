from abc import ABC, ABCMeta, abstractmethod
from collections.abc import (Callable, Collection, Container, Generator, Hashable, Iterable, Iterator, Mapping, MutableMapping, MutableSequence,
                             MutableSet, Sequence, Set, Sized)
import collections

values = [1, "a", [1], (1,), {1: 2}, {1}, frozenset(), iter([]), (x for x in []), print, range(3), None, b"", dict().keys()]
for kind in (Callable, Collection, Container, Generator, Hashable, Iterable, Iterator, Mapping, MutableMapping, MutableSequence, MutableSet, Sequence, Set,
             Sized):
    print(kind.__name__, [isinstance(v, kind) for v in values])


class Shape(ABC):
    @abstractmethod
    def area(self): ...

    @property
    @abstractmethod
    def name(self): ...

    def describe(self):
        return "%s of %s" % (self.name, self.area())


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side**2

    name = "square"


class Half(Shape):
    def area(self):
        return 0


print(Square(3).describe(), issubclass(Square, Shape), isinstance(Square(1), Shape), sorted(Shape.__abstractmethods__))
for cls in (Shape, Half):
    try:
        cls()
    except TypeError as e:
        print(e)


@Shape.register
class Round:
    pass


print(isinstance(Round(), Shape), issubclass(Round, Shape), issubclass(int, Shape))


class Row(MutableSequence):
    def __init__(self, *items):
        self.items = list(items)

    def __getitem__(self, i):
        return self.items[i]

    def __setitem__(self, i, value):
        self.items[i] = value

    def __delitem__(self, i):
        del self.items[i]

    def __len__(self):
        return len(self.items)

    def insert(self, i, value):
        self.items.insert(i, value)


r = Row(1, 2, 3)
r.append(4)
r.extend([5, 6])
r.remove(2)
r.reverse()
r += [7]
print(list(r), r.pop(), r.index(4), r.count(5), 3 in r, list(reversed(r)), isinstance(r, Sequence))


class Table(MutableMapping):
    def __init__(self):
        self.d = {}

    def __getitem__(self, k):
        return self.d[k]

    def __setitem__(self, k, v):
        self.d[k] = v

    def __delitem__(self, k):
        del self.d[k]

    def __iter__(self):
        return iter(self.d)

    def __len__(self):
        return len(self.d)


t = Table()
t.update(a=1, b=2)
print(sorted(t.items()), t.get("z", 0), "a" in t, t.pop("a"), t.setdefault("c", 3), sorted(t.keys()), sorted(t.values()), t == {"b": 2, "c": 3})


class Bits(Set):
    def __init__(self, items):
        self.items = sorted(set(items))

    def __contains__(self, x):
        return x in self.items

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)


a, b = Bits([1, 2, 3]), Bits([2, 3, 4])
print(list(a & b), list(a | b), list(a - b), list(a ^ b), a <= b, a == Bits([3, 2, 1]), a.isdisjoint(b), Bits([2]) < a)


class OnlyIter:
    def __iter__(self):
        return iter([])


class NoHash:
    __hash__ = None


print(isinstance(OnlyIter(), Iterable), isinstance(OnlyIter(), Sized), isinstance(NoHash(), Hashable), collections.abc.Mapping is Mapping)
