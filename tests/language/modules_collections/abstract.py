from collections import abc, deque
from collections.abc import *

samples = [1, "s", b"b", bytearray(), (1,), [1], {1}, frozenset(), {}, range(3), {}.keys(), {}.values(), {}.items(), iter([]), (x for x in []), len, deque(), memoryview(b""), None, int, reversed([1]), enumerate([])]
for kind in (Hashable, Sized, Container, Callable, Iterable, Reversible, Collection, Iterator, Generator, Set, MutableSet, Mapping, MutableMapping, Sequence, MutableSequence, ByteString, KeysView, ValuesView, ItemsView, Awaitable, AsyncIterable):
    print(kind.__name__, kind.__module__, "".join(str(int(isinstance(x, kind))) for x in samples))


class Squares(abc.Sequence):
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        if isinstance(i, slice):
            return [x * x for x in range(self.n)[i]]
        if not -self.n <= i < self.n:
            raise IndexError(i)
        return (i % self.n) ** 2


q = Squares(4)
print(list(q), list(reversed(q)), 9 in q, 5 in q, q.index(4), q.count(1), q[-1], isinstance(q, abc.Collection), isinstance(q, abc.Iterator))
try:
    q.index(5)
except ValueError:
    print("ValueError")


class Bag(abc.MutableSet):
    def __init__(self, items=()):
        self.items = []
        for item in items:
            self.add(item)

    def __contains__(self, x):
        return x in self.items

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)

    def add(self, x):
        if x not in self.items:
            self.items.append(x)

    def discard(self, x):
        if x in self.items:
            self.items.remove(x)

    def __repr__(self):
        return "Bag(%r)" % sorted(self.items)


a, b = Bag([1, 2, 3]), Bag([2, 3, 4])
print(a & b, a | b, a - b, a ^ b, a < b, a <= a, a == Bag([3, 2, 1]), a >= Bag([1]), a > a, a.isdisjoint([9]), a == {1, 2, 3}, {1} | a, {9, 1} - a)
a |= b
a -= {4}
a ^= [3, 7]
print(a, a.pop() in (1, 2, 7), len(a))
a &= [7, 8]
a.clear()
print(a, len(a))
try:
    a.remove(3)
except KeyError as error:
    print("KeyError", error)


class Store(abc.MutableMapping):
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


s = Store()
s.update({"a": 1}, b=2)
print(dict(s), s.get("z"), s.setdefault("c", 3), s.pop("a"), s.pop("q", 0), "b" in s, s == {"b": 2, "c": 3}, sorted(s.keys() & {"b"}), ("c", 3) in s.items(), 2 in s.values(), s.popitem(), list(s.items()))
for kind in (abc.Sized, abc.Sequence, abc.Mapping, abc.Set, abc.Iterator):
    try:
        kind()
    except TypeError as error:
        print(kind.__name__, "abstract" in str(error))


class Once(abc.Iterator):
    def __next__(self):
        raise StopIteration


class Odd:
    __hash__ = None
    __iter__ = None

    def __len__(self):
        return 1


print(list(Once()), isinstance(Odd(), Hashable), isinstance(Odd(), Iterable), isinstance(Odd(), Sized), issubclass(list, Sequence), issubclass(dict, abc.MutableMapping), issubclass(int, Sized))
Sequence.register(Odd)
print(isinstance(Odd(), Sequence), isinstance(Odd(), Reversible))
