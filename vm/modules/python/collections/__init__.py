"""Container types beyond the built-in ones."""

from _collections import count as _tally, deque, field as _field
from keyword import iskeyword
import operator as _operator

__all__ = ["ChainMap", "Counter", "OrderedDict", "UserDict", "UserList", "UserString", "defaultdict", "deque", "namedtuple"]


def __getattr__(name):
    if name == "abc":
        import collections.abc

        return collections.abc
    if name in ("ChainMap", "UserDict", "UserList", "UserString"):
        import collections.derive

        return getattr(collections.derive, name)
    raise AttributeError("module 'collections' has no attribute %r" % name)


# Named tuples


def _checked_names(typename, names, rename):
    seen = set()
    for i, name in enumerate(names):
        if rename and (not name.isidentifier() or iskeyword(name) or name.startswith("_") or name in seen):
            names[i] = name = "_%d" % i
        seen.add(name)
    for name in [typename] + names:
        if type(name) is not str:
            raise TypeError("Type names and field names must be strings")
        if not name.isidentifier():
            raise ValueError("Type names and field names must be valid identifiers: %r" % name)
        if iskeyword(name):
            raise ValueError("Type names and field names cannot be a keyword: %r" % name)
    seen = set()
    for name in names:
        if name.startswith("_") and not rename:
            raise ValueError("Field names cannot start with an underscore: %r" % name)
        if name in seen:
            raise ValueError("Encountered duplicate field name: %r" % name)
        seen.add(name)
    return names


def _make(cls, iterable):
    """A named tuple from the items of an iterable."""
    result = tuple.__new__(cls, iterable)
    if len(result) != len(cls._fields):
        raise TypeError("Expected %d arguments, got %d" % (len(cls._fields), len(result)))
    return result


def _replace(self, **kwargs):
    """A copy with other values in some fields."""
    result = self._make([kwargs.pop(name, value) for name, value in zip(self._fields, self)])
    if kwargs:
        raise ValueError("Got unexpected field names: %r" % list(kwargs))
    return result


def _asdict(self):
    """A dict of field names and values."""
    return dict(zip(self._fields, self))


def _tuple_repr(self):
    return "%s(%s)" % (self.__class__.__name__, ", ".join(["%s=%r" % pair for pair in zip(self._fields, self)]))


def _getnewargs(self):
    return tuple(self)


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """A subclass of tuple whose items have names, too."""
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    names = _checked_names(str(typename), list(map(str, field_names)), rename)
    defaults = () if defaults is None else tuple(defaults)
    if len(defaults) > len(names):
        raise TypeError("Got more default values than field names")
    parameters = "".join([", " + name for name in names])
    values = "".join([name + ", " for name in names])
    space = {"_new": tuple.__new__}
    exec("class %s:\n    def __new__(_cls%s): return _new(_cls, (%s))" % (typename, parameters, values), space)
    new = space[typename].__dict__["__new__"]
    new = getattr(new, "__func__", new)
    new.__defaults__ = defaults
    new.__doc__ = "Create new instance of %s(%s)" % (typename, ", ".join(names))
    namespace = {
        "__doc__": "%s(%s)" % (typename, ", ".join(names)),
        "__slots__": (),
        "_fields": tuple(names),
        "_field_defaults": dict(zip(names[len(names) - len(defaults) :], defaults)),
        "__match_args__": tuple(names),
        "__new__": new,
        "_make": classmethod(_make),
        "_replace": _replace,
        "_asdict": _asdict,
        "__repr__": _tuple_repr,
        "__getnewargs__": _getnewargs,
    }
    for i, name in enumerate(names):
        namespace[name] = _field(i, "Alias for field number %d" % i)
    if module is None:
        import sys

        module = sys._getframe(1).f_globals.get("__name__", "__main__") if hasattr(sys, "_getframe") else "__main__"
    namespace["__module__"] = module
    return type(typename, (tuple,), namespace)


# Dicts with more to them


def _followed_by(self, other):
    if isinstance(other, dict):
        both = self.copy()
        both.update(other)
        return both
    return NotImplemented


def _behind(self, other):
    if isinstance(other, dict):
        both = self.copy()
        both.clear()
        both.update(other)
        both.update(self)
        return both
    return NotImplemented


class OrderedDict(dict):
    """A dict whose order can be changed and counts in comparisons."""

    def move_to_end(self, key, last=True):
        """Make a key the last one, or the first."""
        if not self or key not in self:
            raise KeyError(key)
        pairs = [(key, self[key])]
        if not last:
            pairs += [pair for pair in self.items() if pair[0] != key]
            dict.clear(self)
        else:
            dict.__delitem__(self, key)
        for pair in pairs:
            dict.__setitem__(self, *pair)

    def popitem(self, last=True):
        """Take out the last pair, or the first."""
        for key in reversed(self) if last else self:
            return key, self.pop(key)
        raise KeyError("dictionary is empty")

    def __eq__(self, other):
        same = dict.__eq__(self, other)
        if same is True and isinstance(other, OrderedDict):
            same = list(self) == list(other)
        return same

    def __ne__(self, other):
        return not self == other

    def copy(self):
        """A new OrderedDict with the same pairs."""
        return type(self)(self)

    @classmethod
    def fromkeys(cls, iterable, value=None):
        """A new one with these keys."""
        made = cls()
        for key in iterable:
            made[key] = value
        return made

    def __repr__(self):
        pairs = list(self.items())
        return "%s(%s)" % (type(self).__name__, repr(pairs) if pairs else "")

    __copy__, __or__, __ror__ = copy, _followed_by, _behind


class defaultdict(dict):
    """A dict that makes the value of a missing key by a call."""

    def __init__(self, default_factory=None, /, *args, **kwargs):
        if not (default_factory is None or callable(default_factory)):
            raise TypeError("first argument must be callable or None")
        dict.__init__(self, *args, **kwargs)
        self.default_factory = default_factory

    def __missing__(self, key):
        make = self.default_factory
        if make is None:
            raise KeyError(key)
        self[key] = value = make()
        return value

    def copy(self):
        """A new one with the same factory and pairs."""
        return type(self)(self.default_factory, self)

    def __repr__(self):
        return "%s(%r, %s)" % (type(self).__name__, self.default_factory, dict.__repr__(self))

    __copy__, __or__, __ror__ = copy, _followed_by, _behind


# Counters: every operator goes through the keys of both, where a missing one counts 0.


def _joining(pick):
    def operation(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        both = Counter()
        for key in [*self, *[key for key in other if key not in self]]:
            both[key] = pick(self[key], other[key])
        return both._settled()

    return operation


def _taking_in(pick):
    def operation(self, other):
        for key, count in other.items():
            self[key] = pick(self[key], count)
        return self._settled()

    return operation


def _comparing(holds, differing=False):
    def operation(self, other):
        if isinstance(other, Counter):
            pairs = [(self[key], other[key]) for key in [*self, *other]]
            return all([holds(*pair) for pair in pairs]) and not (differing and all([a == b for a, b in pairs]))
        return NotImplemented

    return operation


class Counter(dict):
    """A dict that counts: what is not there counts as 0."""

    def __init__(self, iterable=None, /, **kwargs):
        dict.__init__(self)
        self.update(iterable, **kwargs)

    def __missing__(self, key):
        return 0

    def total(self):
        """The sum of all counts."""
        return sum(self.values())

    def most_common(self, n=None):
        """The pairs with the highest counts, the highest first."""
        by_count = _operator.itemgetter(1)
        if n is None:
            return sorted(self.items(), key=by_count, reverse=True)
        from heapq import nlargest

        return nlargest(n, self.items(), by_count)

    def elements(self):
        """An iterator that gives each key as often as it counts."""
        for key in self:
            for _ in range(self[key]):
                yield key

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError("Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")

    def update(self, iterable=None, /, **kwargs):
        """Add counts, or one for each item."""
        if not isinstance(iterable, dict):
            if iterable is not None:
                _tally(self, iterable)
        elif self:
            for key in iterable:
                self[key] = iterable[key] + self.get(key, 0)
        else:
            super().update(iterable)
        if kwargs:
            self.update(kwargs)

    def subtract(self, iterable=None, /, **kwargs):
        """Subtract counts, or one for each item."""
        if iterable is not None:
            counts = iterable if isinstance(iterable, dict) else Counter(iterable)
            for key in counts:
                self[key] = self.get(key, 0) - counts[key]
        if kwargs:
            self.subtract(kwargs)

    def _settled(self):
        # Without what counts nothing.
        for key in [key for key in self if not self[key] > 0]:
            del self[key]
        return self

    def copy(self):
        """A new Counter with the same counts."""
        return type(self)(self)

    def __delitem__(self, key):
        self.pop(key, None)

    def __repr__(self):
        try:
            pairs = self.most_common()
        except TypeError:  # counts that have no order
            pairs = self.items()
        inside = ", ".join(["%r: %r" % pair for pair in pairs])
        return "%s(%s)" % (type(self).__name__, inside and "{%s}" % inside)

    def __pos__(self):
        return Counter(self)._settled()

    def __neg__(self):
        return Counter() - self

    def __iand__(self, other):
        for key in [*self]:
            self[key] = min(self[key], other[key])
        return self._settled()

    __copy__ = copy
    __add__, __iadd__ = _joining(_operator.add), _taking_in(_operator.iadd)
    __sub__, __isub__ = _joining(_operator.sub), _taking_in(_operator.isub)
    __or__, __ior__ = _joining(max), _taking_in(max)
    __and__ = _joining(min)
    __eq__, __ne__ = _comparing(_operator.eq), _comparing(lambda a, b: True, True)
    __le__, __lt__ = _comparing(_operator.le), _comparing(_operator.le, True)
    __ge__, __gt__ = _comparing(_operator.ge), _comparing(_operator.ge, True)
