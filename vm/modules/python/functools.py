"""Functions that work on functions."""

from _functools import cache, cmp_to_key, lru_cache, partial, reduce

__all__ = [
    "cache", "cached_property", "cmp_to_key", "lru_cache", "partial", "partialmethod", "reduce", "singledispatch", "total_ordering",
    "update_wrapper", "wraps",
]

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Make a wrapper look like what it wraps."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        try:
            setattr(wrapper, name, value)
        except (AttributeError, TypeError):
            pass
    for name in updated:
        for key, value in getattr(wrapped, name, {}).items():
            setattr(wrapper, key, value)
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """A decorator that does what update_wrapper() does."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# From each comparison that a class may define: how the others follow from it.
_ORDERINGS = {
    "__lt__": (
        ("__gt__", lambda self, other, result: not result and self != other),
        ("__le__", lambda self, other, result: result or self == other),
        ("__ge__", lambda self, other, result: not result),
    ),
    "__le__": (
        ("__ge__", lambda self, other, result: not result or self == other),
        ("__lt__", lambda self, other, result: result and self != other),
        ("__gt__", lambda self, other, result: not result),
    ),
    "__gt__": (
        ("__lt__", lambda self, other, result: not (result or self == other)),
        ("__ge__", lambda self, other, result: result or self == other),
        ("__le__", lambda self, other, result: not result),
    ),
    "__ge__": (
        ("__le__", lambda self, other, result: not result or self == other),
        ("__gt__", lambda self, other, result: result and self != other),
        ("__lt__", lambda self, other, result: not result),
    ),
}


def _ordering(root, name, follow):
    def compare(self, other):
        result = getattr(type(self), root)(self, other)
        return result if result is NotImplemented else follow(self, other, result)

    compare.__name__ = name
    return compare


def total_ordering(cls):
    """A class decorator that adds the comparisons that follow from one of them and from ==."""
    roots = [name for name in _ORDERINGS if getattr(cls, name, None) is not getattr(object, name, None)]
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = roots[0]
    for name in ("__ge__", "__le__", "__gt__", "__lt__"):
        if name in roots:
            root = name
    for name, follow in _ORDERINGS[root]:
        if name not in roots:
            setattr(cls, name, _ordering(root, name, follow))
    return cls


class cached_property:
    """A property that is computed once an instance; then it is an attribute."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError("Cannot assign the same cached_property to two different names (%r and %r)." % (self.attrname, name))

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        values = instance.__dict__
        if self.attrname not in values:
            values[self.attrname] = self.func(instance)
        return values[self.attrname]


class partialmethod:
    """A method with some arguments given already."""

    def __init__(self, func, /, *args, **keywords):
        self.func, self.args, self.keywords = func, args, keywords

    def __get__(self, instance, owner=None):
        if instance is None:
            return partial(self.func, *self.args, **self.keywords)
        return partial(self.func.__get__(instance, owner), *self.args, **self.keywords)


def singledispatch(func):
    """A function whose implementation depends on the class of its first argument."""
    registry = {object: func}

    def dispatch(cls):
        for base in cls.__mro__:
            if base in registry:
                return registry[base]
        for base, implementation in registry.items():
            if issubclass(cls, base) and base is not object:
                return implementation
        return func

    def register(cls, implementation=None):
        if implementation is None:
            if isinstance(cls, type):
                return lambda f: register(cls, f)
            implementation = cls
            types = [t for name, t in implementation.__annotations__.items() if name != "return"]
            cls = types[0]
        registry[cls] = implementation
        return implementation

    def wrapper(*args, **kwargs):
        if not args:
            raise TypeError("%s requires at least 1 positional argument" % func.__name__)
        return dispatch(args[0].__class__)(*args, **kwargs)

    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    return update_wrapper(wrapper, func)
