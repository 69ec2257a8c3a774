"""What containers, iterators and callables have in common, as abstract classes.

A class that only names methods is made by _protocol(): any class that has these methods counts as a subclass of it. Those with something to
inherit derive from such a class and build all that they offer on its few abstract methods."""

from abc import ABCMeta

_absent = object()


def _wants(name):
    """An abstract method."""

    def wanted(self, *args):
        raise NotImplementedError(name)

    wanted.__name__ = wanted.__qualname__ = name
    wanted.__isabstractmethod__ = True
    return wanted


def _offers(kind, name):
    """True when a class has a method; None in its place takes a base's away."""
    for place in kind.__mro__:
        if name in place.__dict__:
            return place.__dict__[name] is not None
    return False


class _Protocol(ABCMeta):
    """The class of classes that methods make: `_methods` in the class itself says which."""

    def __subclasscheck__(cls, subclass):
        methods = cls.__dict__.get("_methods")
        if methods and isinstance(subclass, type) and all([_offers(subclass, name) for name in methods]):
            return True
        return ABCMeta.__subclasscheck__(cls, subclass)


def _protocol(name, bases, *methods, abstract=None):
    namespace = {"__slots__": (), "__module__": "collections.abc", "_methods": methods}
    for method in methods if abstract is None else abstract:
        namespace[method] = _wants(method)
    return _Protocol(name, bases, namespace)


Hashable = _protocol("Hashable", (), "__hash__")
Sized = _protocol("Sized", (), "__len__")
Container = _protocol("Container", (), "__contains__")
Callable = _protocol("Callable", (), "__call__")
Iterable = _protocol("Iterable", (), "__iter__")
Reversible = _protocol("Reversible", (Iterable,), "__reversed__", "__iter__", abstract=("__reversed__",))
Collection = _protocol("Collection", (Sized, Iterable, Container), "__len__", "__iter__", "__contains__", abstract=())
Awaitable = _protocol("Awaitable", (), "__await__")
AsyncIterable = _protocol("AsyncIterable", (), "__aiter__")


def _itself(self):
    return self


class Iterator(_protocol("_Next", (Iterable,), "__next__", "__iter__", abstract=("__next__",))):
    """Iterables that are their own iterators."""

    __slots__ = ()
    _methods = ("__next__", "__iter__")
    __iter__ = _itself


class AsyncIterator(_protocol("_AsyncNext", (AsyncIterable,), "__anext__", "__aiter__", abstract=("__anext__",))):
    """The same for `async for`."""

    __slots__ = ()
    _methods = ("__anext__", "__aiter__")
    __aiter__ = _itself


def _error(kind, value, trace):
    """The exception that throw() was given."""
    if value is None:
        value = kind() if isinstance(kind, type) else kind
    return value if trace is None else value.with_traceback(trace)


class Generator(Iterator):
    """send() and throw() make a generator."""

    __slots__ = ()
    _methods = ("__next__", "__iter__", "send", "throw", "close")
    send = _wants("send")
    throw = _wants("throw")

    def __next__(self):
        return self.send(None)

    def close(self):
        """End it by GeneratorExit."""
        try:
            self.throw(GeneratorExit)
        except (GeneratorExit, StopIteration):
            return
        raise RuntimeError("generator ignored GeneratorExit")


class Coroutine(Awaitable):
    """send(), throw() and __await__() make a coroutine."""

    __slots__ = ()
    _methods = ("__await__", "send", "throw", "close")
    send = _wants("send")
    throw = _wants("throw")

    def close(self):
        """End it by GeneratorExit."""
        try:
            self.throw(GeneratorExit)
        except (GeneratorExit, StopIteration):
            return
        raise RuntimeError("coroutine ignored GeneratorExit")


class AsyncGenerator(AsyncIterator):
    """asend() and athrow() make an asynchronous generator."""

    __slots__ = ()
    _methods = ("__aiter__", "__anext__", "asend", "athrow", "aclose")
    asend = _wants("asend")
    athrow = _wants("athrow")

    async def __anext__(self):
        return await self.asend(None)

    async def aclose(self):
        """End it by GeneratorExit."""
        try:
            await self.athrow(GeneratorExit)
        except (GeneratorExit, StopAsyncIteration):
            return
        raise RuntimeError("asynchronous generator ignored GeneratorExit")


# Sets: all from membership, iteration and size.


def _relation(holds):
    """A comparison of two sets; not with anything else."""

    def compare(self, other):
        return holds(self, other) if isinstance(other, Set) else NotImplemented

    return compare


def _within(a, b):
    return len(a) <= len(b) and all([item in b for item in a])


def _combination(choose, swapped=False):
    """An operator that makes a set of the items that choose(a, b) gives."""

    def combine(self, other):
        if not isinstance(other, Iterable):
            return NotImplemented
        if not isinstance(other, Set):
            other = self._from_iterable(other)
        return self._from_iterable(choose(other, self) if swapped else choose(self, other))

    return combine


def _both(a, b):
    return [item for item in b if item in a]


def _either(a, b):
    return [item for part in (a, b) for item in part]


def _first_only(a, b):
    return [item for item in a if item not in b]


def _one_only(a, b):
    return _first_only(a, b) + _first_only(b, a)


class Set(Collection):
    """A set that cannot change."""

    __slots__ = ()
    _methods = ()

    @classmethod
    def _from_iterable(cls, it):
        return cls(it)

    __le__ = _relation(_within)
    __ge__ = _relation(lambda a, b: _within(b, a))
    __lt__ = _relation(lambda a, b: len(a) < len(b) and _within(a, b))
    __gt__ = _relation(lambda a, b: len(b) < len(a) and _within(b, a))
    __eq__ = _relation(lambda a, b: len(a) == len(b) and _within(a, b))
    __and__ = __rand__ = _combination(_both)
    __or__ = __ror__ = _combination(_either)
    __sub__ = _combination(_first_only)
    __rsub__ = _combination(_first_only, True)
    __xor__ = __rxor__ = _combination(_one_only)

    def isdisjoint(self, other):
        """True when they have nothing in common."""
        return not any([item in self for item in other])

    def _hash(self):
        """The same for equal sets, whatever their order."""
        return hash(frozenset(self))


class MutableSet(Set):
    """A set that changes by add() and discard()."""

    __slots__ = ()
    add = _wants("add")
    discard = _wants("discard")

    def remove(self, value):
        """Take an item out; KeyError."""
        if value not in self:
            raise KeyError(value)
        self.discard(value)

    def pop(self):
        """Take some item out; KeyError."""
        for value in self:
            self.discard(value)
            return value
        raise KeyError

    def clear(self):
        """Take all out."""
        for value in list(self):
            self.discard(value)

    def _become(self, wanted):
        """Has just the wanted items."""
        wanted = list(wanted)
        for value in list(self):
            if value not in wanted:
                self.discard(value)
        for value in wanted:
            self.add(value)
        return self

    def __ior__(self, it):
        return self._become(_either(self, it))

    def __iand__(self, it):
        return self._become(_both(self, list(it)))

    def __isub__(self, it):
        return self._become([] if it is self else _first_only(self, list(it)))

    def __ixor__(self, it):
        return self._become([] if it is self else _one_only(self, list(it)))


# Mappings: all from items, iteration and size.


class MappingView(Sized):
    """A view on a mapping."""

    __slots__ = ("_mapping",)
    _methods = ()

    def __init__(self, mapping):
        self._mapping = mapping

    def __len__(self):
        return len(self._mapping)

    def __repr__(self):
        return "%s(%r)" % (type(self).__name__, self._mapping)


class KeysView(MappingView, Set):
    """A mapping's keys."""

    __slots__ = ()
    _from_iterable = set

    def __contains__(self, key):
        return key in self._mapping

    def __iter__(self):
        return iter(self._mapping)


class ItemsView(MappingView, Set):
    """A mapping's pairs."""

    __slots__ = ()
    _from_iterable = set

    def __contains__(self, item):
        key, wanted = item
        value = self._mapping.get(key, _absent)
        return value is wanted or value == wanted

    def __iter__(self):
        return iter([(key, self._mapping[key]) for key in self._mapping])


class ValuesView(MappingView, Collection):
    """A mapping's values."""

    __slots__ = ()

    def __contains__(self, value):
        return any([other is value or other == value for other in self])

    def __iter__(self):
        return iter([self._mapping[key] for key in self._mapping])


class Mapping(Collection):
    """A mapping that cannot change."""

    __slots__ = ()
    _methods = ()
    __getitem__ = _wants("__getitem__")
    __reversed__ = None
    __hash__ = None

    def __contains__(self, key):
        return self.get(key, _absent) is not _absent

    def get(self, key, default=None):
        """The value of a key, or the default."""
        try:
            return self[key]
        except KeyError:
            return default

    def keys(self):
        """A view on the keys."""
        return KeysView(self)

    def values(self):
        """A view on the values."""
        return ValuesView(self)

    def items(self):
        """A view on the pairs."""
        return ItemsView(self)

    def __eq__(self, other):
        return dict(self.items()) == dict(other.items()) if isinstance(other, Mapping) else NotImplemented


class MutableMapping(Mapping):
    """A mapping that changes by its items."""

    __slots__ = ()
    __setitem__ = _wants("__setitem__")
    __delitem__ = _wants("__delitem__")

    def pop(self, key, default=_absent):
        """Take a key out and give its value."""
        value = self.get(key, _absent)
        if value is not _absent:
            del self[key]
            return value
        if default is _absent:
            raise KeyError(key)
        return default

    def popitem(self):
        """Take some pair out; KeyError."""
        for key in self:
            return key, self.pop(key)
        raise KeyError

    def clear(self):
        """Take all out."""
        for key in list(self):
            del self[key]

    def setdefault(self, key, default=None):
        """The value of a key, set when it is missing."""
        value = self.get(key, _absent)
        if value is _absent:
            self[key] = value = default
        return value

    def update(self, other=(), /, **kwds):
        """Set the items of a mapping, of pairs, and of keyword arguments."""
        pairs = [(key, other[key]) for key in other.keys()] if hasattr(other, "keys") else other
        for part in (pairs, kwds.items()):
            for key, value in part:
                self[key] = value


# Sequences: all from items and size.


class Sequence(Reversible, Collection):
    """A sequence that cannot change."""

    __slots__ = ()
    _methods = ()
    __getitem__ = _wants("__getitem__")

    def __iter__(self):
        at = 0
        while True:
            try:
                item = self[at]
            except IndexError:
                return
            yield item
            at += 1

    def __reversed__(self):
        for at in range(len(self) - 1, -1, -1):
            yield self[at]

    def __contains__(self, value):
        return any([item is value or item == value for item in self])

    def index(self, value, start=0, stop=None):
        """Where a value is first; ValueError."""
        size = len(self)
        start = max(size + start, 0) if start < 0 else start
        stop = size if stop is None else stop + size if stop < 0 else stop
        for at in range(start, min(stop, size)):
            if self[at] is value or self[at] == value:
                return at
        raise ValueError

    def count(self, value):
        """How often a value is there."""
        return sum([item is value or item == value for item in self])


class ByteString(Sequence):
    """bytes and bytearray."""

    __slots__ = ()


class MutableSequence(Sequence):
    """A sequence that changes by its items and insert()."""

    __slots__ = ()
    __setitem__ = _wants("__setitem__")
    __delitem__ = _wants("__delitem__")
    insert = _wants("insert")

    def append(self, value):
        """Add an item."""
        self.insert(len(self), value)

    def extend(self, values):
        """Add items."""
        for value in list(values) if values is self else values:
            self.append(value)

    def __iadd__(self, values):
        self.extend(values)
        return self

    def pop(self, index=-1):
        """Take an item out."""
        value = self[index]
        del self[index]
        return value

    def remove(self, value):
        """Take the first such item out; ValueError."""
        del self[self.index(value)]

    def clear(self):
        """Take all out."""
        while len(self):
            self.pop()

    def reverse(self):
        """Turn the order around."""
        last = len(self) - 1
        for at in range((last + 1) // 2):
            self[at], self[last - at] = self[last - at], self[at]


for _kind, _known in (
    (Set, (frozenset,)),
    (MutableSet, (set,)),
    (KeysView, (type({}.keys()),)),
    (ValuesView, (type({}.values()),)),
    (ItemsView, (type({}.items()),)),
    (MutableMapping, (dict,)),
    (Sequence, (tuple, str, range, memoryview)),
    (ByteString, (bytes, bytearray)),
    (MutableSequence, (list, bytearray, __import__("_collections").deque)),
):
    for _type in _known:
        _kind.register(_type)
