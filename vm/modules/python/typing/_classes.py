"""The part of typing that programs derive from or call."""

from typing import _Alias, _same, _union

__name__ = "typing"  # where its classes say that they are from


class TypeVar:
    """A type that is not known yet."""

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        self.__name__ = name
        self.__constraints__ = constraints
        self.__bound__ = bound
        self._sign = "+" if covariant else "-" if contravariant else "~"

    def __repr__(self):
        return self._sign + self.__name__

    def __or__(self, other):
        return _union((self, other))

    def __ror__(self, other):
        return _union((other, self))


AnyStr = TypeVar("AnyStr", bytes, str)


class _Part:
    """args or kwargs of a ParamSpec."""

    def __init__(self, origin):
        self.__origin__ = origin

    def __eq__(self, other):
        return type(other) is type(self) and self.__origin__ is other.__origin__

    def __hash__(self):
        return hash(self.__origin__)

    def __repr__(self):
        return "%s.%s" % (self.__origin__.__name__, self._name)


class ParamSpecArgs(_Part):
    """P.args"""

    _name = "args"


class ParamSpecKwargs(_Part):
    """P.kwargs"""

    _name = "kwargs"


class ParamSpec(TypeVar):
    """The parameters of a callable that are not known yet."""

    args = property(ParamSpecArgs)
    kwargs = property(ParamSpecKwargs)


class TypeVarTuple(TypeVar):
    """Several types that are not known yet."""


class Generic:
    """A class with parameters: class Stack(Generic[T])"""

    def __class_getitem__(cls, args):
        return _Alias(cls, args if isinstance(args, tuple) else (args,))


class _ProtocolMeta(type):
    def __instancecheck__(cls, instance):
        if type.__instancecheck__(cls, instance):
            return True
        if not cls.__dict__.get("_is_runtime"):
            if cls.__dict__.get("_is_protocol"):
                raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
            return False
        return all([hasattr(instance, name) for name in _protocol_names(cls)])

    def __subclasscheck__(cls, subclass):
        if type.__subclasscheck__(cls, subclass):
            return True
        return bool(cls.__dict__.get("_is_runtime")) and all([hasattr(subclass, name) for name in _protocol_names(cls)])


def _protocol_names(cls):
    names = set()
    for base in cls.__mro__:
        if base.__dict__.get("_is_protocol"):
            names.update(base.__dict__.get("__annotations__", ()))
            names.update(base.__dict__)
    known = ("__annotations__", "__dict__", "__doc__", "__init__", "__module__", "__qualname__", "__slots__", "__weakref__", "__class_getitem__")
    return [name for name in names if not name.startswith("_is_") and name not in known and not name.startswith("__init_subclass")]


class Protocol(metaclass=_ProtocolMeta):
    """What objects must have, whatever their class."""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls._is_protocol = Protocol in cls.__bases__

    def __class_getitem__(cls, args):
        return _Alias(cls, args if isinstance(args, tuple) else (args,))


def runtime_checkable(cls):
    """Lets isinstance() look whether an object has what the protocol names."""
    cls._is_runtime = True
    return cls


def NewType(name, tp):
    """A name for a type that checkers tell apart from it."""

    def new_type(x):
        return x

    new_type.__name__ = new_type.__qualname__ = name
    new_type.__supertype__ = tp
    return new_type


def overload(func):
    """For checkers: the definition that comes last counts."""

    def missing(*args, **kwargs):
        raise NotImplementedError(
            "You should not call an overloaded function. A series of @overload-decorated functions outside a stub module should always be followed "
            "by an implementation that is not @overload-ed."
        )

    return missing


def get_overloads(func):
    """None: they are not kept."""
    return []


def clear_overloads():
    """Nothing: overloads are not kept."""


def assert_never(arg, /):
    """Raises: this cannot be reached."""
    raise AssertionError("Expected code to be unreachable, but got: %r" % (arg,))


class ForwardRef:
    """A type that is given as text."""

    def __init__(self, arg, **kwargs):
        self.__forward_arg__ = arg

    def __eq__(self, other):
        return self.__forward_arg__ == other.__forward_arg__ if isinstance(other, ForwardRef) else NotImplemented

    def __hash__(self):
        return hash(self.__forward_arg__)

    def __repr__(self):
        return "ForwardRef(%r)" % self.__forward_arg__


def is_typeddict(tp):
    """True for a class that was made with TypedDict."""
    return isinstance(tp, _TypedDictMeta)


class _Supports(_ProtocolMeta):
    """The class of SupportsInt and its like: each wants one method."""

    def __subclasscheck__(cls, subclass):
        return hasattr(subclass, cls._method)

    def __instancecheck__(cls, instance):
        return hasattr(type(instance), cls._method)


for _name in ("Abs", "Bytes", "Complex", "Float", "Index", "Int", "Round"):
    globals()["Supports" + _name] = _Supports("Supports" + _name, (), {
        "_method": "__%s__" % _name.lower(), "__class_getitem__": classmethod(lambda cls, args: _Alias(cls, args if isinstance(args, tuple) else (args,)))})


def assert_type(val, typ):
    """The value."""
    return val


def dataclass_transform(**kwargs):
    """A decorator that tells checkers something."""
    return _same


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations of an object and, for a class, of its bases; text is evaluated."""
    import sys

    hints = {}
    for place in reversed(obj.__mro__) if isinstance(obj, type) else (obj,):
        space = getattr(place, "__globals__", None)
        if space is None:
            space = getattr(sys.modules.get(getattr(place, "__module__", None)), "__dict__", {})
        names = (place.__dict__ if isinstance(place, type) else {}).get("__annotations__") if isinstance(obj, type) else getattr(place, "__annotations__", None)
        for name, kind in (names or {}).items():
            if isinstance(kind, ForwardRef):
                kind = kind.__forward_arg__
            if isinstance(kind, str):
                kind = eval(kind, globalns or space, localns)
            if not include_extras and isinstance(kind, _Alias) and hasattr(kind, "__metadata__"):
                kind = kind.__origin__
            hints[name] = type(None) if kind is None else kind
    return hints


class _NamedTupleMeta(type):
    def __new__(meta, name, bases, namespace):
        annotations = namespace.get("__annotations__", {})
        defaults = [namespace[field] for field in annotations if field in namespace]
        for field in list(annotations)[: len(annotations) - len(defaults)]:
            if field in namespace:
                raise TypeError("non-default namedtuple field follows default field")
        import collections

        made = collections.namedtuple(name, list(annotations), defaults=defaults, module=namespace.get("__module__"))
        made.__annotations__ = annotations
        for key, value in namespace.items():
            if key not in annotations and key not in ("__annotations__", "__module__", "__qualname__", "__slots__", "__orig_bases__"):
                setattr(made, key, value)
        return made


class _NamedTuple:
    """class Point(NamedTuple): x: int; also NamedTuple("Point", [("x", int)])"""

    def __mro_entries__(self, bases):
        return (_NamedTupleBase,)

    def __call__(self, typename, fields=(), /, **kwargs):
        fields = list(fields) + list(kwargs.items())
        import collections

        made = collections.namedtuple(typename, [name for name, _ in fields])
        made.__annotations__ = dict(fields)
        return made


NamedTuple = _NamedTuple()
_NamedTupleBase = type.__new__(_NamedTupleMeta, "NamedTuple", (), {})


class _TypedDictMeta(type):
    def __new__(meta, name, bases, namespace, total=True):
        made = type.__new__(meta, name, (dict,), {k: v for k, v in namespace.items()})
        hints = {}
        for base in bases:
            hints.update(getattr(base, "__annotations__", {}))
        hints.update(namespace.get("__annotations__", {}))
        made.__annotations__ = hints
        made.__total__ = total
        return made

    def __call__(cls, *args, **kwargs):
        return dict(*args, **kwargs)


class _TypedDict:
    """class Movie(TypedDict): title: str"""

    def __mro_entries__(self, bases):
        return (_TypedDictBase,)

    def __call__(self, typename, fields=None, /, *, total=True, **kwargs):
        return _TypedDictMeta(typename, (), {"__annotations__": dict(fields or kwargs)}, total=total)


TypedDict = _TypedDict()
_TypedDictBase = type.__new__(_TypedDictMeta, "TypedDict", (dict,), {})
