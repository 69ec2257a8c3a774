"""Classes to derive containers of one's own from: they hold a built-in container in `data`. And several mappings as one."""

from collections.abc import MutableMapping, MutableSequence, Sequence


class ChainMap(MutableMapping):
    """Several mappings as one: lookups go through all, changes to the first."""

    def __init__(self, *maps):
        self.maps = list(maps or [{}])

    def __missing__(self, key):
        raise KeyError(key)

    def __getitem__(self, key):
        found = [each for each in self.maps if key in each]
        return found[0][key] if found else self.__missing__(key)

    def __contains__(self, key):
        return any([key in each for each in self.maps])

    def get(self, key, default=None):
        """The value of a key, or the default."""
        return self[key] if key in self else default

    def _all(self):
        """A dict of all keys, those of the last mapping first."""
        keys = {}
        for each in self.maps[::-1]:
            keys.update(dict.fromkeys(each))
        return keys

    def __iter__(self):
        return iter(self._all())

    def __len__(self):
        return len(self._all())

    def __bool__(self):
        return any(self.maps)

    def __repr__(self):
        return "%s(%s)" % (type(self).__name__, ", ".join([repr(each) for each in self.maps]))

    def _own(self, key):
        """The first mapping, which must have the key."""
        if key not in self.maps[0]:
            raise KeyError("Key not found in the first mapping: {!r}".format(key))
        return self.maps[0]

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        del self._own(key)[key]

    def pop(self, key, *default):
        """Take a key out of the first mapping."""
        return (self.maps[0] if default else self._own(key)).pop(key, *default)

    def popitem(self):
        """Take a pair out of the first mapping."""
        if not self.maps[0]:
            raise KeyError("No keys found in the first mapping.")
        return self.maps[0].popitem()

    def clear(self):
        """Empty the first mapping."""
        self.maps[0].clear()

    def new_child(self, m=None, **kwargs):
        """A new one with another mapping in front."""
        front = {} if m is None else m
        front.update(kwargs)
        return type(self)(front, *self.maps)

    @property
    def parents(self):
        """The one without the first mapping."""
        return type(self)(*self.maps[1:])

    def copy(self):
        """A new one with a copy of the first mapping."""
        return type(self)(self.maps[0].copy(), *self.maps[1:])

    __copy__ = copy

    def _merged(self, first, second):
        both = dict(first)
        both.update(second)
        return both

    def __or__(self, other):
        if not hasattr(other, "keys"):
            return NotImplemented
        return type(self)(self._merged(self.maps[0], other), *self.maps[1:])

    def __ror__(self, other):
        return type(self)(self._merged(other, self)) if hasattr(other, "keys") else NotImplemented

    def __ior__(self, other):
        self.maps[0].update(other)
        return self


def _bare(value):
    """The built-in container inside of one of these, or the value itself."""
    return value.data if isinstance(value, (UserDict, UserList, UserString)) else value


def _compared(name):
    """A comparison of the contents."""

    def compare(self, other):
        return getattr(self.data, name)(_bare(other))

    return compare


def _passed(name):
    """A method of the contents; what it makes of the same kind is wrapped again."""

    def call(self, *args, **kwargs):
        made = getattr(self.data, name)(*[_bare(arg) for arg in args], **{key: _bare(kwargs[key]) for key in kwargs})
        return type(self)(made) if type(made) is type(self.data) else made

    call.__name__ = call.__qualname__ = name
    return call


def _fill(kind, make, names):
    for name in names.split():
        setattr(kind, name, make(name))


class UserDict(MutableMapping):
    """A mapping around a dict."""

    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        for source in (dict, kwargs):
            if source:
                self.update(source)

    def __getitem__(self, key):
        if key not in self.data and hasattr(type(self), "__missing__"):
            return self.__missing__(key)
        return self.data[key]

    def __setitem__(self, key, item):
        self.data[key] = item

    def __delitem__(self, key):
        del self.data[key]

    def __contains__(self, key):
        return key in self.data

    def __iter__(self):
        return iter(self.data)

    def __len__(self):
        return len(self.data)

    def __repr__(self):
        return repr(self.data)

    def __or__(self, other):
        return type(self)(self.data | _bare(other)) if isinstance(_bare(other), dict) else NotImplemented

    def __ror__(self, other):
        return type(self)(other | self.data) if isinstance(other, dict) else NotImplemented

    def __ior__(self, other):
        self.data |= _bare(other)
        return self

    def copy(self):
        """A new one with the same items."""
        made = type(self)()
        made.__dict__.update(self.__dict__)
        made.data = dict(self.data)
        return made

    __copy__ = copy

    @classmethod
    def fromkeys(cls, iterable, value=None):
        """A new one with these keys."""
        return cls(dict.fromkeys(iterable, value))


class UserList(MutableSequence):
    """A sequence around a list."""

    def __init__(self, initlist=None):
        self.data = list(_bare(initlist) or ())

    def __setitem__(self, i, item):
        self.data[i] = _bare(item) if isinstance(i, slice) else item

    def __radd__(self, other):
        return type(self)(list(other) + self.data)

    def __add__(self, other):
        return type(self)(self.data + list(_bare(other)))

    def __iadd__(self, other):
        self.data.extend(_bare(other))
        return self

    def __imul__(self, n):
        self.data *= n
        return self

    def __repr__(self):
        return repr(self.data)

    __hash__ = None
    __copy__ = lambda self: type(self)(self)


_fill(UserList, _compared, "__eq__ __ne__ __lt__ __le__ __gt__ __ge__")
_fill(UserList, _passed, "__getitem__ __delitem__ __contains__ __len__ __mul__ __rmul__ append clear copy count extend index insert pop remove reverse sort")
UserList.__iter__ = lambda self: iter(self.data)
UserList.__abstractmethods__ = frozenset()


class UserString(Sequence):
    """A sequence around a string."""

    def __init__(self, seq):
        self.data = seq if isinstance(seq, str) else str(seq)

    def __str__(self):
        return self.data

    def __repr__(self):
        return repr(self.data)

    def __int__(self):
        return int(self.data)

    def __float__(self):
        return float(self.data)

    def __hash__(self):
        return hash(self.data)

    def __radd__(self, other):
        return type(self)(str(other) + self.data)

    def __add__(self, other):
        return type(self)(self.data + str(other))

    def __rmod__(self, template):
        return type(self)(str(template) % self)


_fill(UserString, _compared, "__eq__ __ne__ __lt__ __le__ __gt__ __ge__")
_fill(UserString, _passed, "__getitem__ __contains__ __len__ __mul__ __rmul__ __mod__ capitalize casefold center count encode endswith expandtabs find format "
      "format_map index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip "
      "partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate "
      "upper zfill")
UserString.__iter__ = lambda self: (type(self)(c) for c in self.data)
UserString.__abstractmethods__ = frozenset()
