"""Classes that consist of typed fields: the decorator writes __init__, __repr__, __eq__ and others from the annotations."""

import sys

__all__ = [
    "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING", "Field", "asdict", "astuple", "dataclass", "field", "fields", "is_dataclass", "make_dataclass",
    "replace",
]


class FrozenInstanceError(AttributeError):
    pass


class _Missing:
    def __repr__(self):
        return "<dataclasses._MISSING_TYPE object>"


class _KwOnly:
    pass


MISSING = _Missing()
KW_ONLY = _KwOnly()
_FIELDS, _PARAMS = "__dataclass_fields__", "__dataclass_params__"


class InitVar:
    """Annotates what __init__ takes and hands to __post_init__ without keeping it."""

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        return "dataclasses.InitVar[%s]" % getattr(self.type, "__name__", repr(self.type))

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """One field of a dataclass."""

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = {} if metadata is None else metadata
        self.kw_only = kw_only
        self._kind = "field"

    def __repr__(self):
        names = ("name", "type", "default", "default_factory", "init", "repr", "hash", "compare", "metadata", "kw_only")
        return "Field(%s)" % ",".join(["%s=%r" % (name, getattr(self, name)) for name in names])


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=MISSING):
    """What is special about a field."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _kind_of(annotation):
    """'class', 'init' or 'field', by the annotation."""
    if isinstance(annotation, InitVar) or annotation is InitVar:
        return "init"
    if isinstance(annotation, str):
        text = annotation.rpartition(".")[2] if "[" not in annotation else annotation.split("[")[0].rpartition(".")[2]
        return {"ClassVar": "class", "InitVar": "init"}.get(text, "field")
    typing = sys.modules.get("typing")
    if typing is not None and (annotation is typing.ClassVar or getattr(annotation, "__origin__", None) is typing.ClassVar):
        return "class"
    return "field"


def _make_field(cls, name, annotation, kw_only):
    default = cls.__dict__.get(name, MISSING)
    if isinstance(default, Field):
        made = default
    else:
        if type(default).__name__ in ("member_descriptor", "slot"):
            default = MISSING
        made = field(default=default)
    made.name = name
    made.type = annotation
    made._kind = _kind_of(annotation)
    if made.kw_only is MISSING:
        made.kw_only = kw_only
    if made._kind != "field" and made.default_factory is not MISSING:
        raise TypeError("field %s cannot have a default factory" % name)
    if made._kind == "field" and made.default.__class__.__hash__ is None:
        raise ValueError("mutable default %r for field %s is not allowed: use default_factory" % (made.default.__class__, name))
    return made


def _collect(cls, kw_only):
    """The fields of a class and its bases, in order; class attributes become their plain defaults."""
    found = {}
    for base in cls.__mro__[-1:0:-1]:
        for made in getattr(base, _FIELDS, {}).values():
            found[made.name] = made
    annotations = cls.__dict__.get("__annotations__", {})
    for name, annotation in annotations.items():
        if annotation is KW_ONLY or (isinstance(annotation, str) and annotation.rpartition(".")[2] == "KW_ONLY"):
            kw_only = True
            continue
        made = found[name] = _make_field(cls, name, annotation, kw_only)
        if isinstance(cls.__dict__.get(name), Field):
            if made.default is MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, made.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError("%r is a field but has no type annotation" % name)
    return found


def _parameter(made):
    if made.default is not MISSING:
        return "%s=_default_%s" % (made.name, made.name)
    if made.default_factory is not MISSING:
        return "%s=_MISSING" % made.name
    return made.name


def _check_order(taken):
    optional = False
    for made in taken:
        if made.kw_only:
            continue
        if made.default is MISSING and made.default_factory is MISSING:
            if optional:
                raise TypeError("non-default argument %r follows default argument" % made.name)
        else:
            optional = True


def _assignment(made, frozen):
    """The line of __init__ that sets a field, or nothing."""
    value = made.name
    if made.default_factory is not MISSING:
        value = "_factory_%s()" % made.name
        if made.init:
            value += " if %s is _MISSING else %s" % (made.name, made.name)
    elif not made.init:
        return ""
    if frozen:
        return "  _set(self, %r, %s)\n" % (made.name, value)
    return "  self.%s = %s\n" % (made.name, value)


def _init_source(made_fields, frozen, post_init):
    taken = [made for made in made_fields if made.init and made._kind != "class"]
    _check_order(taken)
    first = [_parameter(made) for made in taken if not made.kw_only]
    named = [_parameter(made) for made in taken if made.kw_only]
    parameters = ["self"] + first + (["*"] + named if named else [])
    body = "".join([_assignment(made, frozen) for made in made_fields if made._kind == "field"])
    if post_init:
        body += "  self.__post_init__(%s)\n" % ", ".join([made.name for made in made_fields if made._kind == "init"])
    return " def __init__(%s):\n%s" % (", ".join(parameters), body or "  pass\n")


def _tuple_source(owner, chosen):
    return "(%s)" % "".join(["%s.%s, " % (owner, made.name) for made in chosen])


def _compare_source(name, operator, chosen):
    return " def %s(self, other):\n  if other.__class__ is self.__class__:\n   return %s %s %s\n  return NotImplemented\n" % (
        name, _tuple_source("self", chosen), operator, _tuple_source("other", chosen))


def _compile(cls, source, namespace):
    """The functions that the source of a class body defines, under their names."""
    exec("class %s:\n%s" % (cls.__name__, source), namespace)
    made = namespace[cls.__name__].__dict__
    return dict([(name, made[name]) for name in made if callable(made[name])])


_printing = []


def _make_repr(shown):
    def __repr__(self):
        if id(self) in _printing:
            return "..."
        _printing.append(id(self))
        try:
            return "%s(%s)" % (self.__class__.__qualname__, ", ".join(["%s=%r" % (name, getattr(self, name)) for name in shown]))
        finally:
            _printing.pop()

    return __repr__


def _frozen_setattr(cls, names):
    def __setattr__(self, name, value):
        if type(self) is cls or name in names:
            raise FrozenInstanceError("cannot assign to field %r" % name)
        super(cls, self).__setattr__(name, value)

    def __delattr__(self, name):
        if type(self) is cls or name in names:
            raise FrozenInstanceError("cannot delete field %r" % name)
        super(cls, self).__delattr__(name)

    return __setattr__, __delattr__


def _set_new(cls, name, value):
    """Sets a method unless the class has it already."""
    if name in cls.__dict__:
        return True
    value.__qualname__ = "%s.%s" % (cls.__qualname__, name)
    setattr(cls, name, value)
    return False


def _type_text(annotation):
    return getattr(annotation, "__name__", None) or repr(annotation) if isinstance(annotation, type) else repr(annotation)


def _signature(cls, made_fields):
    parts = []
    for made in made_fields:
        if not made.init or made._kind == "class":
            continue
        text = "%s: %s" % (made.name, _type_text(made.type.type if isinstance(made.type, InitVar) else made.type))
        if made.default is not MISSING:
            text += " = %r" % (made.default,)
        elif made.default_factory is not MISSING:
            text += " = <factory>"
        parts.append(text)
    return "%s(%s)" % (cls.__name__, ", ".join(parts))


def _check_frozen(cls, frozen):
    for base in cls.__mro__[1:]:
        params = base.__dict__.get(_PARAMS)
        if params is not None and params["frozen"] != frozen:
            if frozen:
                raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")


def _with_slots(cls, names):
    if "__slots__" in cls.__dict__:
        raise TypeError("%s already specifies __slots__" % cls.__name__)
    inherited = set()
    for base in cls.__mro__[1:]:
        slots = base.__dict__.get("__slots__", ())
        inherited.update((slots,) if isinstance(slots, str) else slots)
    namespace = dict(cls.__dict__)
    namespace["__slots__"] = tuple([name for name in names if name not in inherited])
    for name in names:
        namespace.pop(name, None)
    for name in ("__dict__", "__weakref__"):
        namespace.pop(name, None)
    made = type(cls)(cls.__name__, cls.__bases__, namespace)
    made.__qualname__ = cls.__qualname__
    return made


def _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots):
    _check_frozen(cls, frozen)
    found = _collect(cls, kw_only)
    setattr(cls, _FIELDS, found)
    setattr(cls, _PARAMS, {"frozen": frozen})
    everything = list(found.values())
    kept = [made for made in everything if made._kind == "field"]
    compared = [made for made in kept if made.compare]
    if order and not eq:
        raise ValueError("eq must be true if order is true")

    source = _init_source(everything, frozen, hasattr(cls, "__post_init__")) if init else ""
    if eq:
        source += _compare_source("__eq__", "==", compared)
    if order:
        for name, operator in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
            source += _compare_source(name, operator, compared)
    own_hash = cls.__dict__.get("__hash__", MISSING)
    explicit_hash = own_hash is not MISSING and not (own_hash is None and "__eq__" in cls.__dict__)
    if unsafe_hash or (eq and frozen and not explicit_hash):
        hashed = [made for made in kept if (made.compare if made.hash is None else made.hash)]
        source += " def __hash__(self):\n  return hash(%s)\n" % _tuple_source("self", hashed)
    namespace = {"_MISSING": MISSING, "_set": object.__setattr__}
    for made in everything:
        namespace["_default_" + made.name] = made.default
        namespace["_factory_" + made.name] = made.default_factory
    functions = _compile(cls, source, namespace) if source else {}

    for name, function in functions.items():
        if name == "__hash__":
            if explicit_hash and unsafe_hash:
                raise TypeError("Cannot overwrite attribute __hash__ in class %s" % cls.__name__)
            setattr(cls, name, function)
        elif name == "__init__":
            function.__qualname__ = cls.__qualname__ + ".__init__"
            cls.__init__ = function
        elif _set_new(cls, name, function) and name != "__eq__":
            raise TypeError("Cannot overwrite attribute %s in class %s. Consider using functools.total_ordering" % (name, cls.__name__))
    if eq and not frozen and not explicit_hash and "__hash__" not in functions:
        cls.__hash__ = None
    if repr:
        _set_new(cls, "__repr__", _make_repr([made.name for made in kept if made.repr]))
    if frozen:
        for name, function in zip(("__setattr__", "__delattr__"), _frozen_setattr(cls, [made.name for made in kept])):
            if _set_new(cls, name, function):
                raise TypeError("Cannot overwrite attribute %s in class %s" % (name, cls.__name__))
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple([made.name for made in everything if made.init and not made.kw_only and made._kind != "class"])
    if not cls.__dict__.get("__doc__"):
        cls.__doc__ = _signature(cls, everything)
    return _with_slots(cls, [made.name for made in kept]) if slots else cls


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False,
              weakref_slot=False):
    """A class decorator that adds methods by the annotated fields."""

    def wrap(cls):
        return _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots)

    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    """The fields of a dataclass."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple([made for made in found.values() if made._kind == "field"])


def is_dataclass(obj):
    """True for dataclasses and their instances."""
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def _inner(value, convert):
    """The value with all dataclass instances inside converted."""
    if hasattr(type(value), _FIELDS):
        return convert(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*[_inner(item, convert) for item in value])
    if isinstance(value, (list, tuple)):
        return type(value)([_inner(item, convert) for item in value])
    if isinstance(value, dict):
        pairs = [(_inner(key, convert), _inner(item, convert)) for key, item in value.items()]
        if hasattr(type(value), "default_factory") or hasattr(value, "default_factory"):
            result = type(value)(value.default_factory)
            result.update(pairs)
            return result
        return type(value)(pairs)
    from copy import deepcopy

    return deepcopy(value)


def asdict(obj, *, dict_factory=dict):
    """The fields as a dict, those of inner dataclasses too."""
    if isinstance(obj, type) or not hasattr(type(obj), _FIELDS):
        raise TypeError("asdict() should be called on dataclass instances")

    def convert(value):
        return dict_factory([(made.name, _inner(getattr(value, made.name), convert)) for made in fields(value)])

    return convert(obj)


def astuple(obj, *, tuple_factory=tuple):
    """The fields as a tuple, those of inner dataclasses too."""
    if isinstance(obj, type) or not hasattr(type(obj), _FIELDS):
        raise TypeError("astuple() should be called on dataclass instances")

    def convert(value):
        return tuple_factory([_inner(getattr(value, made.name), convert) for made in fields(value)])

    return convert(obj)


def replace(obj, /, **changes):
    """A new object with other values in some fields."""
    if isinstance(obj, type) or not hasattr(type(obj), _FIELDS):
        raise TypeError("replace() should be called on dataclass instances")
    for made in getattr(obj, _FIELDS).values():
        if made._kind == "class":
            continue
        if not made.init:
            if made.name in changes:
                raise ValueError("field %s is declared with init=False, it cannot be specified with replace()" % made.name)
            continue
        if made.name not in changes:
            if made._kind == "init":
                if made.default is MISSING:
                    raise ValueError("InitVar %r must be specified with replace()" % made.name)
                continue
            changes[made.name] = getattr(obj, made.name)
    return obj.__class__(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options):
    """A dataclass from names, (name, type) pairs and (name, type, field) triples."""
    namespace = dict(namespace or {})
    annotations = {}
    for item in fields:
        name, kind = (item, "typing.Any") if isinstance(item, str) else item[:2]
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError("Field names must be valid identifiers: %r" % (name,))
        if name in annotations:
            raise TypeError("Field name duplicated: %r" % name)
        annotations[name] = kind
        if not isinstance(item, str) and len(item) == 3:
            namespace[name] = item[2]
    namespace["__annotations__"] = annotations
    return dataclass(type(cls_name, bases, namespace), **options)
