"""Names for annotations. Nothing here is checked when programs run: subscripting gives an object that remembers what it was given.

What only annotations mention is made when it is asked for, by its name; what a name stands for is imported when somebody asks for that.
Classes that programs derive from or call are in typing._classes."""

import builtins as _builtins

TYPE_CHECKING = False

_BUILT_IN = ("List", "Dict", "Set", "FrozenSet", "Tuple", "Type")
_COLLECTIONS = {"Deque": "deque", "DefaultDict": "defaultdict", "OrderedDict": "OrderedDict", "Counter": "Counter", "ChainMap": "ChainMap"}
_LOOSE = ("ContextManager", "AsyncContextManager", "IO", "TextIO", "BinaryIO", "Pattern", "Match")
_ABSTRACT = (
    "AbstractSet Awaitable Coroutine AsyncIterable AsyncIterator AsyncGenerator Iterable Iterator Reversible Generator Sized Container Collection Callable "
    "MutableSet Mapping MutableMapping Sequence MutableSequence KeysView ItemsView ValuesView MappingView ByteString Hashable"
)
_SPECIAL = (
    "Union Optional Literal Final ClassVar NoReturn Never Self LiteralString TypeAlias Concatenate TypeGuard Required NotRequired Unpack Annotated"
)
_CLASSES = (
    "AnyStr TypeVar ParamSpec ParamSpecArgs ParamSpecKwargs TypeVarTuple Generic Protocol runtime_checkable NewType overload get_overloads "
    "clear_overloads assert_never ForwardRef is_typeddict SupportsAbs SupportsBytes SupportsComplex SupportsFloat SupportsIndex SupportsInt SupportsRound "
    "get_type_hints NamedTuple TypedDict assert_type dataclass_transform"
)


def _special(name):
    """One of _SPECIAL."""
    if name not in globals():
        make = {"Union": _union, "Optional": _optional, "Annotated": _annotated}.get(name)
        globals()[name] = _Special(name, make)
    return globals()[name]


def __getattr__(name):
    if name in _BUILT_IN or name in _COLLECTIONS or name in _LOOSE or name in _ABSTRACT.split():
        globals()[name] = _Generic(name)
    elif name in _SPECIAL.split():
        _special(name)
    elif name in _CLASSES.split():
        import typing._classes

        globals()[name] = getattr(typing._classes, name)
    elif name == "__all__":
        own = "TYPE_CHECKING Any Text cast final override no_type_check no_type_check_decorator reveal_type get_origin get_args"
        return list(_BUILT_IN) + list(_COLLECTIONS) + list(_LOOSE) + " ".join((_ABSTRACT, _SPECIAL, _CLASSES, own)).split()
    else:
        raise AttributeError("module 'typing' has no attribute %r" % name)
    return globals()[name]


def _text(kind):
    if kind is ...:
        return "..."
    if isinstance(kind, list):
        return "[%s]" % ", ".join(map(_text, kind))
    if isinstance(kind, type) and not isinstance(kind, _Alias):
        module = kind.__module__
        return kind.__qualname__ if module == "builtins" else "%s.%s" % (module, kind.__qualname__)
    return repr(kind)


class _Alias:
    """List[int] and its like."""

    def __init__(self, origin, args, title=None):
        self._of = origin
        self.__args__ = args
        self._title = title

    @property
    def __origin__(self):
        return self._of.__origin__ if isinstance(self._of, _Generic) else self._of

    def __repr__(self):
        return "%s[%s]" % (self._title or _text(self.__origin__), ", ".join(map(_text, self.__args__)))

    def __getitem__(self, args):
        return _Alias(self._of, args if isinstance(args, tuple) else (args,), self._title)

    def __call__(self, *args, **kwargs):
        return self.__origin__(*args, **kwargs)

    def __eq__(self, other):
        return isinstance(other, _Alias) and self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __or__(self, other):
        return _union((self, other))

    def __ror__(self, other):
        return _union((other, self))

    def __mro_entries__(self, bases):
        return (self.__origin__,) if isinstance(self.__origin__, type) else ()

    def __instancecheck__(self, instance):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")


class _Special:
    """Any, Union, ClassVar …: what has a meaning of its own."""

    def __init__(self, name, make=None):
        self._name = name
        self._make = make

    def __repr__(self):
        return "typing." + self._name

    def __getitem__(self, args):
        args = args if isinstance(args, tuple) else (args,)
        if self._make is not None:
            return self._make(args)
        return _Alias(self, args, "typing." + self._name)

    def __call__(self, *args, **kwargs):
        raise TypeError("Cannot instantiate %r" % self)

    def __or__(self, other):
        return _union((self, other))

    def __ror__(self, other):
        return _union((other, self))


class _Generic:
    """List, Dict …: the names of classes, to be subscripted."""

    def __init__(self, name):
        self._name = name

    @property
    def __origin__(self):
        name = self._name
        if name in _BUILT_IN:
            return getattr(_builtins, name.lower())
        if name in _COLLECTIONS:
            import collections

            return getattr(collections, _COLLECTIONS[name])
        if name in _LOOSE:
            return object
        import collections.abc

        return getattr(collections.abc, "Set" if name == "AbstractSet" else name)

    def __repr__(self):
        return "typing." + self._name

    def __getitem__(self, args):
        args = args if isinstance(args, tuple) else (args,)
        return _Alias(self, tuple([type(None) if kind is None else kind for kind in args]), "typing." + self._name)

    def __call__(self, *args, **kwargs):
        return self.__origin__(*args, **kwargs)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __instancecheck__(self, instance):
        return isinstance(instance, self.__origin__)

    def __or__(self, other):
        return _union((self, other))

    def __ror__(self, other):
        return _union((other, self))


def _union(args):
    flat = []
    for kind in args:
        kind = type(None) if kind is None else kind
        for part in kind.__args__ if isinstance(kind, _Alias) and kind._of is _special("Union") else (kind,):
            if part not in flat:
                flat.append(part)
    if len(flat) == 1:
        return flat[0]
    if len(flat) == 2 and type(None) in flat:
        other = flat[0] if flat[1] is type(None) else flat[1]
        result = _Alias(_special("Union"), tuple(flat), "typing.Optional")
        result.__class__ = _Optional
        result._other = other
        return result
    return _Alias(_special("Union"), tuple(flat), "typing.Union")


def _optional(args):
    return _union((args[0], None))


class _Optional(_Alias):
    def __repr__(self):
        return "typing.Optional[%s]" % _text(self._other)


def _annotated(args):
    result = _Alias(args[0], args, "typing.Annotated")
    result.__metadata__ = args[1:]
    return result


class _AnyMeta(type):
    def __repr__(cls):
        return "typing.Any" if cls is Any else type.__repr__(cls)


class Any(metaclass=_AnyMeta):
    """Anything."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return object.__new__(cls)


Text = str


def _same(value):
    return value


def cast(typ, val):
    """The value."""
    return val


final = override = no_type_check = type_check_only = reveal_type = no_type_check_decorator = _same


def get_origin(tp):
    """What was subscripted."""
    return getattr(tp, "__origin__", None) if isinstance(tp, _Alias) else None


def get_args(tp):
    """What it was subscripted with."""
    return getattr(tp, "__args__", ()) if isinstance(tp, _Alias) else ()
