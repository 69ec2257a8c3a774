"""Copies of objects, shallow and deep."""

__all__ = ["Error", "copy", "deepcopy", "error", "replace"]


class Error(Exception):
    pass


error = Error

_ATOMIC = {type(None), int, float, bool, complex, str, bytes, type, range, type(len), type(lambda: 0), type(Ellipsis), type(NotImplemented), slice, property}


def _slots(x):
    """Names of the attributes that a class keeps outside of __dict__."""
    names = []
    for cls in type(x).__mro__:
        slots = cls.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name not in ("__dict__", "__weakref__"):
                names.append("_%s%s" % (cls.__name__.lstrip("_"), name) if name.startswith("__") and not name.endswith("__") else name)
    return names


def _new(x, items):
    """An empty object like x, with the same content if its class derives from a container."""
    cls = type(x)
    if isinstance(x, (tuple, frozenset, str, bytes, int, float, complex)):
        return cls.__new__(cls, items)
    y = cls.__new__(cls)
    if isinstance(x, dict):
        for key, value in items:
            dict.__setitem__(y, key, value)
    elif isinstance(x, (list, bytearray)):
        y.extend(items)
    elif isinstance(x, set):
        set.update(y, items)
    return y


def _content(x):
    return dict.items(x) if isinstance(x, dict) else x


def _reconstruct(x, convert):
    """A new object by the parts that __reduce_ex__ or __reduce__ of its class names, or by its attributes."""
    reduce = getattr(type(x), "__reduce__", None)
    if reduce is not None and reduce is not getattr(object, "__reduce__", None):
        parts = reduce(x)
        if isinstance(parts, str):
            return x
        y = parts[0](*[convert(argument) for argument in parts[1]])
        state = convert(parts[2]) if len(parts) > 2 and parts[2] is not None else None
    else:
        y = _new(x, _content(x))
        state = convert(x.__getstate__()) if _has_own(x, "__getstate__") else None
    if state is not None and hasattr(y, "__setstate__"):
        y.__setstate__(state)
    elif state is not None:
        y.__dict__.update(state)
    return y


def _has_own(x, name):
    return any([name in cls.__dict__ for cls in type(x).__mro__ if cls is not object])


def copy(x):
    """A new object with the same parts."""
    cls = type(x)
    if cls in _ATOMIC or issubclass(cls, type):
        return x
    if cls in (list, dict, set, bytearray):
        return x.copy()
    if cls in (tuple, frozenset):
        return x
    if hasattr(cls, "__copy__"):
        return cls.__copy__(x)
    if _has_own(x, "__reduce__") or _has_own(x, "__getstate__"):
        return _reconstruct(x, lambda part: part)
    y = _new(x, _content(x))
    if hasattr(x, "__dict__"):
        y.__dict__.update(x.__dict__)
    for name in _slots(x):
        if hasattr(x, name):
            object.__setattr__(y, name, getattr(x, name))
    return y


def _deep_items(x, memo):
    if isinstance(x, dict):
        return [(deepcopy(key, memo), deepcopy(value, memo)) for key, value in dict.items(x)]
    return [deepcopy(item, memo) for item in x]


def _deep_list(x, memo):
    y = []
    memo[id(x)] = y
    for item in x:
        y.append(deepcopy(item, memo))
    return y


def _deep_dict(x, memo):
    y = {}
    memo[id(x)] = y
    for key, value in x.items():
        y[deepcopy(key, memo)] = deepcopy(value, memo)
    return y


def _deep_tuple(x, memo):
    items = [deepcopy(item, memo) for item in x]
    if id(x) in memo:  # it was met again inside itself
        return memo[id(x)]
    for a, b in zip(x, items):
        if a is not b:
            return tuple(items)
    return x


_DEEP = {
    list: _deep_list,
    dict: _deep_dict,
    tuple: _deep_tuple,
    set: lambda x, memo: {deepcopy(item, memo) for item in x},
    frozenset: lambda x, memo: frozenset([deepcopy(item, memo) for item in x]),
    bytearray: lambda x, memo: x.copy(),
}


def _deep_object(x, memo):
    if _has_own(x, "__reduce__") or _has_own(x, "__getstate__"):
        return _reconstruct(x, lambda part: deepcopy(part, memo))
    if isinstance(x, (list, dict, set, tuple, frozenset)):
        y = _new(x, _deep_items(x, memo))
    else:
        y = _new(x, x)
    memo[id(x)] = y
    if hasattr(x, "__dict__"):
        values = y.__dict__
        for name, value in x.__dict__.items():
            values[name] = deepcopy(value, memo)
    for name in _slots(x):
        if hasattr(x, name):
            object.__setattr__(y, name, deepcopy(getattr(x, name), memo))
    if isinstance(x, BaseException):
        y.args = deepcopy(x.args, memo)
    return y


def deepcopy(x, memo=None):
    """A new object with copies of the parts, and copies of theirs."""
    cls = type(x)
    if cls in _ATOMIC or issubclass(cls, type):
        return x
    if memo is None:
        memo = {}
    known = memo.get(id(x), memo)
    if known is not memo:
        return known
    if cls in _DEEP:
        y = _DEEP[cls](x, memo)
    elif hasattr(cls, "__deepcopy__"):
        y = cls.__deepcopy__(x, memo)
    else:
        y = _deep_object(x, memo)
    if y is not x:
        memo[id(x)] = y
        memo.setdefault(id(memo), []).append(x)  # or its id might be given to another object
    return y


def replace(obj, /, **changes):
    """A copy of an object with other values in some fields."""
    method = getattr(obj.__class__, "__replace__", None) or getattr(obj.__class__, "_replace", None)
    if method is None:
        raise TypeError("replace() does not support %s objects" % obj.__class__.__name__)
    return method(obj, **changes)
