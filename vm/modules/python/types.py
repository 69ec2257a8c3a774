"""Types that have no name elsewhere, and SimpleNamespace."""


def _f():
    yield


async def _c():
    pass


async def _a():
    yield


_coroutine = _c()
FunctionType = LambdaType = type(_f)
CodeType = type(_f.__code__)
GeneratorType = type(_f())
CoroutineType = type(_coroutine)
_coroutine.close()
AsyncGeneratorType = type(_a())
BuiltinFunctionType = BuiltinMethodType = type(len)


class _C:
    def m(self):
        pass


MethodType = type(_C().m)
ModuleType = type(__import__("sys"))
WrapperDescriptorType = type(int.__add__)
MethodWrapperType = type((1).__add__)
MethodDescriptorType = type(str.join)
ClassMethodDescriptorType = type(dict.__dict__["fromkeys"]) if "fromkeys" in dict.__dict__ else MethodDescriptorType
GetSetDescriptorType = MemberDescriptorType = type(type(_f).__code__) if hasattr(type(_f), "__code__") else property
FrameType = type(__import__("sys")._getframe())
NoneType = type(None)
NotImplementedType = type(NotImplemented)
EllipsisType = type(...)
try:
    raise TypeError
except TypeError as _error:
    TracebackType = type(_error.__traceback__)
GenericAlias = type(list[int])
UnionType = type(int | str)
CellType = type((lambda x: lambda: x)(0).__closure__[0])
del _f, _a, _C, _coroutine


class SimpleNamespace:
    """An object whose attributes are given as keyword arguments."""

    def __init__(self, mapping_or_iterable=(), /, **kwargs):
        self.__dict__.update(mapping_or_iterable)
        self.__dict__.update(kwargs)

    def __repr__(self):
        name = "namespace" if type(self) is SimpleNamespace else type(self).__name__
        return "%s(%s)" % (name, ", ".join(["%s=%r" % pair for pair in self.__dict__.items()]))

    def __eq__(self, other):
        if not isinstance(other, SimpleNamespace):
            return NotImplemented
        return self.__dict__ == other.__dict__


class mappingproxy:
    """A view on a mapping that cannot change it."""

    def __init__(self, mapping):
        self._mapping = mapping

    def __getitem__(self, key):
        return self._mapping[key]

    def __iter__(self):
        return iter(self._mapping)

    def __len__(self):
        return len(self._mapping)

    def __contains__(self, key):
        return key in self._mapping

    def __eq__(self, other):
        return self._mapping == (other._mapping if isinstance(other, mappingproxy) else other)

    def __repr__(self):
        return "mappingproxy(%r)" % (self._mapping,)

    def get(self, key, default=None):
        """The value of a key, or the default."""
        return self._mapping.get(key, default)

    def keys(self):
        """All keys."""
        return self._mapping.keys()

    def values(self):
        """All values."""
        return self._mapping.values()

    def items(self):
        """All pairs."""
        return self._mapping.items()

    def copy(self):
        """A copy of the mapping."""
        return self._mapping.copy()


MappingProxyType = mappingproxy


class DynamicClassAttribute(property):
    """A property of instances only; the class is asked for its own attribute."""

    def __get__(self, instance, owner=None):
        if instance is None:
            raise AttributeError
        return super().__get__(instance, owner)


def coroutine(func):
    """Mark a generator function: what it returns can be awaited."""
    code = func.__code__
    if code.co_flags & 0x20:
        func.__code__ = code.replace(co_flags=code.co_flags | 0x100)
    return func


def new_class(name, bases=(), kwds=None, exec_body=None):
    """What a class statement does."""
    kwds = dict(kwds or {})
    meta = kwds.pop("metaclass", type(bases[0]) if bases else type)
    namespace = meta.__prepare__(name, bases, **kwds)
    if exec_body is not None:
        exec_body(namespace)
    return meta(name, bases, namespace, **kwds)


def resolve_bases(bases):
    """The bases of a class, with what stands for others replaced by its __mro_entries__()."""
    found = []
    for base in bases:
        entries = getattr(base, "__mro_entries__", None) if not isinstance(base, type) else None
        found.extend((base,) if entries is None else entries(bases))
    return tuple(found)


def prepare_class(name, bases=(), kwds=None):
    """The metaclass, the namespace and the other keywords of a class statement."""
    kwds = dict(kwds or {})
    meta = kwds.pop("metaclass", type(bases[0]) if bases else type)
    return meta, meta.__prepare__(name, bases, **kwds), kwds
