"""Enumerations: classes whose instances are a few constants with names.

The metaclass makes the members when the class body is done: what the body assigned, methods and descriptors aside. Calling the class looks a
member up by its value.
"""

__all__ = [
    "Enum", "EnumMeta", "EnumType", "Flag", "FlagBoundary", "IntEnum", "IntFlag", "ReprEnum", "StrEnum", "auto", "member", "nonmember", "property",
    "unique",
]

property = property


class auto:
    """A value that the class chooses: 1 more than the highest so far, or the next bit of a Flag."""

    def __init__(self, value=None):
        self.value = value

    def __repr__(self):
        return "auto(%r)" % self.value


class nonmember:
    """What is to be an attribute, not a member."""

    def __init__(self, value):
        self.value = value


class member:
    """What is to be a member, though it looks like a method."""

    def __init__(self, value):
        self.value = value


def _is_descriptor(value):
    return hasattr(value, "__get__") or hasattr(value, "__set__") or hasattr(value, "__delete__")


class _EnumDict(dict):
    """The class body's namespace: notes which names are members, in order."""

    def __init__(self, cls_name):
        dict.__init__(self)
        self.cls_name = cls_name
        self.members = {}
        self.ignored = ()
        self.generate = Enum._generate_next_value_ if Enum is not None else None

    def __setitem__(self, key, value):
        if key.startswith("__") and key.endswith("__") or key.startswith("_%s__" % self.cls_name):
            pass
        elif key.startswith("_") and key.endswith("_") and len(key) > 2:
            self._set_special(key, value)
        elif key in self.members:
            raise TypeError("%r already defined as %r" % (key, self.members[key]))
        elif key in self.ignored:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif isinstance(value, member):
            self.members[key] = value.value
            return
        elif not _is_descriptor(value):
            if key in self:
                raise TypeError("%r already defined as %r" % (key, self[key]))
            self.members[key] = value = self._resolve(key, value)
        dict.__setitem__(self, key, value)

    def _set_special(self, key, value):
        if key == "_generate_next_value_":
            self.generate = getattr(value, "__func__", value)
        elif key == "_ignore_":
            self.ignored = value.replace(",", " ").split() if isinstance(value, str) else list(value)
        elif key not in ("_order_", "_missing_", "_value_repr_", "_numeric_repr_", "_boundary_", "_new_member_"):
            raise ValueError("_sunder_ names, such as %r, are reserved" % key)

    def _resolve(self, key, value):
        if isinstance(value, auto):
            if value.value is None:
                value.value = self.generate(key, 1, len(self.members), list(self.members.values()))
            return value.value
        if isinstance(value, tuple) and any([isinstance(item, auto) for item in value]):
            return tuple([self._resolve(key, item) for item in value])
        return value


class FlagBoundary:
    """What a Flag does with bits that no member has."""


STRICT, CONFORM, EJECT, KEEP = "strict", "conform", "eject", "keep"
Enum = Flag = None


def _data_type(bases):
    """The type besides Enum that members derive from, or object."""
    for base in bases:
        for cls in base.__mro__:
            if cls is object or isinstance(cls, EnumType):
                continue
            if "__new__" in cls.__dict__ or cls in (int, str, float, complex, bytes, tuple, list, dict, set, frozenset):
                return cls
    return object


def _find_new(classdict, bases, data_type):
    """The function that makes a member, and whether it takes the member's value as arguments."""
    own = classdict.get("__new__")
    if own is not None:
        return getattr(own, "__func__", own), True
    for base in bases:
        if getattr(base, "_new_takes_value_", False):
            return base._new_member_, True
    return data_type.__new__, data_type is not object


class EnumType(type):
    """The class of enumerations."""

    @classmethod
    def __prepare__(mcls, name, bases, **kwds):
        for base in bases:
            if isinstance(base, EnumType) and base._member_map_:
                raise TypeError("<enum %r> cannot extend %r" % (name, base))
        namespace = _EnumDict(name)
        for base in bases:
            generate = getattr(base, "_generate_next_value_", None)
            if generate is not None:
                namespace.generate = generate
        return namespace

    def __new__(mcls, name, bases, classdict, *, boundary=None, **kwds):
        members = getattr(classdict, "members", {})
        namespace = dict([(key, value) for key, value in classdict.items() if key not in members])
        generate = namespace.get("_generate_next_value_")
        if generate is not None and not isinstance(generate, staticmethod):
            namespace["_generate_next_value_"] = staticmethod(generate)
        for key in getattr(classdict, "ignored", ()):
            namespace.pop(key, None)
        namespace.pop("_ignore_", None)
        namespace["_member_map_"] = {}
        namespace["_member_names_"] = []
        namespace["_value2member_map_"] = {}
        data_type = _data_type(bases)
        new, takes_value = _find_new(namespace, bases, data_type)
        namespace["_member_type_"] = data_type
        namespace["_new_member_"] = staticmethod(new)
        namespace["_new_takes_value_"] = takes_value
        if boundary is not None:
            namespace["_boundary_"] = boundary
        cls = type.__new__(mcls, name, bases, namespace, **kwds)
        if data_type is not object:
            cls._prefer_enum_texts(namespace)
        if Flag is not None and issubclass(cls, Flag):
            cls._prepare_flag(members)
        for key, value in members.items():
            cls._add_member(key, value, new, takes_value)
        return cls

    def _prefer_enum_texts(cls, namespace):
        """Enum's way of showing members goes before that of their data type."""
        for name in ("__repr__", "__str__", "__format__"):
            for base in cls.__mro__[1:]:
                if name not in namespace and isinstance(base, EnumType) and name in base.__dict__:
                    type.__setattr__(cls, name, base.__dict__[name])
                    break

    def _add_member(cls, name, value, new, takes_value):
        args = value if isinstance(value, tuple) else (value,)
        data_type = cls._member_type_
        if data_type is tuple:
            args = (args,)
        self = new(cls, *args) if takes_value else new(cls)
        if not hasattr(self, "_value_"):
            if data_type is object:
                self._value_ = value
            else:
                self._value_ = data_type(*args) if type(value) is not data_type else value
        value = self._value_
        known = cls._find_value(value)
        if known is not None:
            self = known
        else:
            self._name_ = name
            self._sort_order_ = len(cls._member_names_)
            self.__objclass__ = cls
            self.__init__(*args)
            if cls._is_canonical(value):
                cls._member_names_.append(name)
            try:
                cls._value2member_map_.setdefault(value, self)
            except TypeError:
                pass
        cls._member_map_[name] = self
        type.__setattr__(cls, name, self)

    def _is_canonical(cls, value):
        return True

    def _find_value(cls, value):
        """The member with that value, or None."""
        try:
            return cls._value2member_map_.get(value)
        except TypeError:
            for found in cls._member_map_.values():
                if found._value_ == value:
                    return found
        return None

    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1, boundary=None):
        if names is not None:
            return cls._create(value, names, module, type, start)
        if value.__class__ is cls:
            return value
        found = cls._find_value(value)
        if found is not None:
            return found
        result = cls._missing_(value)
        if isinstance(result, cls):
            return result
        if result is None:
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        raise TypeError("error in %s._missing_: returned %r instead of None or a valid member" % (cls.__name__, result))

    def _create(cls, class_name, names, module, kind, start):
        """Enum("Name", "A B C"), and with lists, pairs or a dict of names."""
        metacls = cls.__class__
        bases = (cls,) if kind is None else (kind, cls)
        namespace = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        values = []
        for i, item in enumerate(names.items() if isinstance(names, dict) else names):
            if isinstance(item, str):
                item = item, namespace.generate(item, start, i, values[:])
            values.append(item[1])
            namespace[item[0]] = item[1]
        if module is not None:
            namespace["__module__"] = module
        return metacls.__new__(metacls, class_name, bases, namespace)

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", ()):
            raise AttributeError("cannot reassign member %r" % (name,))
        type.__setattr__(cls, name, value)

    def __delattr__(cls, name):
        if name in cls.__dict__.get("_member_map_", ()):
            raise AttributeError("%r cannot delete member %r." % (cls.__name__, name))
        type.__delattr__(cls, name)

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __contains__(cls, value):
        if isinstance(value, Enum):
            return isinstance(value, cls)
        return cls._find_value(value) is not None

    def __iter__(cls):
        return iter([cls._member_map_[name] for name in cls._member_names_])

    def __reversed__(cls):
        return iter([cls._member_map_[name] for name in reversed(cls._member_names_)])

    def __len__(cls):
        return len(cls._member_names_)

    def __bool__(cls):
        return True

    @property
    def __members__(cls):
        return dict(cls._member_map_)

    def __repr__(cls):
        return "<%s %r>" % ("flag" if Flag is not None and issubclass(cls, Flag) else "enum", cls.__name__)


EnumMeta = EnumType


class Enum(metaclass=EnumType):
    """A class of constants: class Color(Enum): RED = 1"""

    def __init__(self, *args, **kwds):
        pass

    @property
    def name(self):
        """The name of the member."""
        return self._name_

    @property
    def value(self):
        """The value of the member."""
        return self._value_

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        numbers = [value for value in last_values if isinstance(value, int)]
        return max(numbers) + 1 if numbers else start

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        return "<%s.%s: %r>" % (self.__class__.__name__, self._name_, self._value_)

    def __str__(self):
        return "%s.%s" % (self.__class__.__name__, self._name_)

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __dir__(self):
        return sorted(["name", "value", "__class__", "__doc__", "__module__"] + [n for c in type(self).__mro__ for n in c.__dict__ if n[0] != "_"])


class ReprEnum(Enum):
    """An Enum whose str() is that of its data type."""


class IntEnum(int, ReprEnum):
    """An Enum whose members are ints, too."""

    __str__ = int.__repr__

    def __format__(self, format_spec):
        return int.__format__(self, format_spec)


class StrEnum(str, ReprEnum):
    """An Enum whose members are strings, too."""

    __str__ = str.__str__

    def __format__(self, format_spec):
        return str.__format__(self, format_spec)

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


def _binary(value, width):
    digits = bin(abs(value))[2:]
    if value < 0:
        digits = bin((1 << width) + value)[2:]
    return "0b%d %s" % (value < 0, ("1" if value < 0 else "0") * (width - len(digits)) + digits)


class Flag(Enum):
    """An Enum of bits that can be combined with | & ^ ~."""

    _boundary_ = STRICT

    @classmethod
    def _prepare_flag(cls, members):
        mask = 0
        for value in members.values():
            if isinstance(value, tuple):
                value = value[0] if value else 0
            mask |= value._value_ if isinstance(value, Enum) else value if isinstance(value, int) else 0
        type.__setattr__(cls, "_flag_mask_", mask)

    @classmethod
    def _is_canonical(cls, value):
        return isinstance(value, int) and value > 0 and value & (value - 1) == 0

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start if start is not None else 1
        return 1 << max(last_values).bit_length()

    @classmethod
    def _missing_(cls, value):
        """A combination that has no name of its own."""
        if not isinstance(value, int):
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        mask = cls._flag_mask_
        full = (1 << mask.bit_length()) - 1
        given = value
        if value < 0:
            value += full + 1 if value >= -full - 1 else 1 << value.bit_length()
            value &= mask if cls._boundary_ != KEEP else value
        if value & ~mask:
            if cls._boundary_ == STRICT:
                width = max(given.bit_length(), mask.bit_length())
                raise ValueError(
                    "%r invalid value %r\n    given %s\n  allowed %s" % (cls, given, _binary(given, width), _binary(mask, width))
                )
            if cls._boundary_ == CONFORM:
                value &= mask
            elif cls._boundary_ == EJECT:
                return value
        found = cls._value2member_map_.get(value)
        if found is not None:
            return found
        self = object.__new__(cls) if cls._member_type_ is object else cls._member_type_.__new__(cls, value)
        self._value_ = value
        names = [found._name_ for found in cls if found._value_ & value]
        unknown = value & ~mask
        if names and unknown:
            names.append(str(unknown))
        self._name_ = "|".join(names) if names else None
        cls._value2member_map_[value] = self
        return self

    def __iter__(self):
        return iter([found for found in self.__class__ if found._value_ & self._value_])

    def __len__(self):
        return bin(self._value_).count("1")

    def __bool__(self):
        return self._value_ != 0

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError(
                "unsupported operand type(s) for 'in': %r and %r" % (type(other).__qualname__, self.__class__.__qualname__)
            )
        return other._value_ & self._value_ == other._value_

    def __repr__(self):
        if self._name_ is None:
            return "<%s: %r>" % (self.__class__.__name__, self._value_)
        return "<%s.%s: %r>" % (self.__class__.__name__, self._name_, self._value_)

    def __str__(self):
        if self._name_ is None:
            return "%s(%r)" % (self.__class__.__name__, self._value_)
        return "%s.%s" % (self.__class__.__name__, self._name_)

    def _operand(self, other):
        if isinstance(other, self.__class__):
            return other._value_
        if self._member_type_ is not object and isinstance(other, self._member_type_):
            return other
        return None

    def __or__(self, other):
        value = self._operand(other)
        return NotImplemented if value is None else self.__class__(self._value_ | value)

    def __and__(self, other):
        value = self._operand(other)
        return NotImplemented if value is None else self.__class__(self._value_ & value)

    def __xor__(self, other):
        value = self._operand(other)
        return NotImplemented if value is None else self.__class__(self._value_ ^ value)

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def __invert__(self):
        if self._boundary_ == EJECT:
            return self.__class__(~self._value_)
        return self.__class__(self._flag_mask_ & ~self._value_)


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """A Flag whose members are ints, too."""

    __str__ = int.__repr__
    __repr__ = Flag.__repr__
    __or__, __and__, __xor__, __invert__ = Flag.__or__, Flag.__and__, Flag.__xor__, Flag.__invert__
    __ror__, __rand__, __rxor__ = Flag.__or__, Flag.__and__, Flag.__xor__

    def __format__(self, format_spec):
        return int.__format__(self, format_spec)


def unique(enumeration):
    """A class decorator that refuses two names for one value."""
    duplicates = [(name, found._name_) for name, found in enumeration._member_map_.items() if name != found._name_]
    if duplicates:
        details = ", ".join(["%s -> %s" % pair for pair in duplicates])
        raise ValueError("duplicate values found in %r: %s" % (enumeration, details))
    return enumeration


def global_enum(cls, update_str=False):
    """Puts the members into the module of the class."""
    import sys

    sys.modules[cls.__module__].__dict__.update(cls._member_map_)
    return cls
