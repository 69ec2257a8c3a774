"""References that keep nothing alive, and collections made of them.

The collector clears references whose object is garbage, and calls callbacks soon afterwards. So an entry of a
collection may be dead for a moment before its callback removes it: every method looks at what it hands out, and
iterates over a copy."""

import operator
from _weakref import ref, getweakrefs, getweakrefcount

ReferenceType = ref


class WeakMethod(ref):
    """A weak reference to a bound method that lives as long as its object."""

    def __new__(cls, method, callback=None):
        def notify(_):
            me = self_ref()
            if me is not None and callback is not None:
                callback(me)

        try:
            instance, function = method.__self__, method.__func__
        except AttributeError:
            raise TypeError("argument should be a bound method, not %s" % type(method)) from None
        me = ref.__new__(cls, instance, notify)
        ref.__init__(me, instance, notify)
        me._function = ref(function)
        me._type = type(method)
        self_ref = ref(me)
        return me

    def __init__(self, method, callback=None):
        pass

    def __call__(self):
        instance, function = super().__call__(), self._function()
        return None if instance is None or function is None else self._type(function, instance)

    def __eq__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        mine, its = self(), other()
        return self is other if mine is None or its is None else mine == its

    __hash__ = ref.__hash__


# ---- Proxies ----


def _target(x):
    """What stands behind a proxy; anything else stands for itself."""
    if not isinstance(x, ProxyType):
        return x
    target = object.__getattribute__(x, "_ref")()
    if target is None:
        raise ReferenceError("weakly-referenced object no longer exists")
    return target


class ProxyType:
    """What behaves as another object does, as long as that lives."""

    __slots__ = ("_ref", "__weakref__")
    __hash__ = None

    def __init__(self, target, callback=None):
        def notify(_):
            me = self_ref()
            if me is not None:
                callback(me)

        self_ref = ref(self)
        object.__setattr__(self, "_ref", ref(target, callback and notify))

    def __getattribute__(self, name):
        return getattr(_target(self), name)

    def __setattr__(self, name, value):
        setattr(_target(self), name, value)

    def __delattr__(self, name):
        delattr(_target(self), name)

    def __repr__(self):
        target = _target(self)
        return "<weakproxy at %#x to %s at %#x>" % (id(self), type(target).__name__, id(target))

    def __iter__(self):
        return iter(_target(self))

    def __next__(self):
        return next(_target(self))

    def __format__(self, spec):
        return format(_target(self), spec)

    def __enter__(self):
        return _target(self).__enter__()

    def __exit__(self, *details):
        return _target(self).__exit__(*details)


class CallableProxyType(ProxyType):
    """A proxy of something that can be called."""

    __slots__ = ()

    def __call__(self, *args, **kwargs):
        return _target(self)(*args, **kwargs)


def _spelling(name):
    return name + "_" if name in ("and", "or") else name


def _add_operators():
    def forward(function):
        return lambda *args: function(*map(_target, args))

    def reflect(function):
        return lambda self, other: function(_target(other), _target(self))

    for name, function in (("str", str), ("bool", bool), ("len", len), ("reversed", reversed), ("int", int), ("float", float), ("round", round), ("divmod", divmod), ("bytes", bytes)):
        setattr(ProxyType, "__%s__" % name, forward(function))
    for name in "getitem setitem delitem contains lt le eq ne gt ge neg pos abs invert index".split():
        setattr(ProxyType, "__%s__" % name, forward(getattr(operator, name)))
    for name in "add sub mul truediv floordiv mod pow lshift rshift and or xor matmul".split():
        function = getattr(operator, _spelling(name))
        setattr(ProxyType, "__%s__" % name, forward(function))
        setattr(ProxyType, "__r%s__" % name, reflect(function))
        setattr(ProxyType, "__i%s__" % name, forward(getattr(operator, "i" + name)))


_add_operators()
ProxyTypes = (ProxyType, CallableProxyType)


def proxy(object, callback=None):
    """A stand-in for an object that does not keep it alive."""
    return (CallableProxyType if callable(object) else ProxyType)(object, callback)


# ---- Collections ----


def _remover(owner, remove):
    """A callback that calls remove(owner, reference) while the owner is there."""
    owner = ref(owner)

    def removed(reference):
        alive = owner()
        if alive is not None:
            remove(alive, reference)

    return removed


class _Mapping:
    """What both dictionaries have: get, set, delete and _pairs decide the rest."""

    def __init__(self, other=(), /, **kwargs):
        self._data = {}
        self._removed = _remover(self, type(self)._remove)
        self.update(other, **kwargs)

    def __repr__(self):
        return "<%s at %#x>" % (type(self).__name__, id(self))

    def __len__(self):
        return len(self._pairs())

    def __iter__(self):
        return self.keys()

    def __contains__(self, key):
        return self.get(key) is not None or any(k is key or k == key for k, _ in self._pairs())

    def keys(self):
        """An iterator over the keys."""
        return iter([k for k, _ in self._pairs()])

    def values(self):
        """An iterator over the values."""
        return iter([v for _, v in self._pairs()])

    def items(self):
        """An iterator over the pairs."""
        return iter(self._pairs())

    def get(self, key, default=None):
        """The value of a key, or the default."""
        try:
            return self[key]
        except KeyError:
            return default

    def pop(self, key, *default):
        """Take a value out."""
        if len(default) > 1:
            raise TypeError("pop expected at most 2 arguments, got %d" % (1 + len(default)))
        try:
            value = self[key]
        except KeyError:
            if not default:
                raise
            return default[0]
        del self[key]
        return value

    def popitem(self):
        """Take the last pair out."""
        pairs = self._pairs()
        if not pairs:
            raise KeyError("dictionary is empty")
        del self[pairs[-1][0]]
        return pairs[-1]

    def setdefault(self, key, default=None):
        """The value of a key, which becomes the default when there is none."""
        try:
            return self[key]
        except KeyError:
            self[key] = default
            return default

    def update(self, other=(), /, **kwargs):
        """Set many keys."""
        if hasattr(other, "items"):
            other = other.items()
        for key, value in other:
            self[key] = value
        for key, value in kwargs.items():
            self[key] = value

    def clear(self):
        """Drop everything."""
        self._data.clear()

    def copy(self):
        """A new one with the same pairs."""
        return type(self)(self)

    __copy__ = copy

    def __eq__(self, other):
        if not hasattr(other, "items"):
            return NotImplemented
        return dict(self._pairs()) == dict(other.items())

    def __or__(self, other):
        made = self.copy()
        made.update(other)
        return made

    def __ior__(self, other):
        self.update(other)
        return self


class KeyedRef(ref):
    """A weak reference that knows the key under which it is kept."""

    __slots__ = ("key",)

    def __new__(cls, object, callback, key):
        made = super().__new__(cls, object, callback)
        ref.__init__(made, object, callback)
        made.key = key
        return made

    def __init__(self, object, callback, key):
        pass


class WeakValueDictionary(_Mapping):
    """A dictionary whose entries go away with their values."""

    def _remove(self, reference):
        if self._data.get(reference.key) is reference:
            del self._data[reference.key]

    def _pairs(self):
        pairs = [(key, reference()) for key, reference in self._data.items()]
        return [pair for pair in pairs if pair[1] is not None]

    def __getitem__(self, key):
        value = self._data[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        self._data[key] = KeyedRef(value, self._removed, key)

    def __delitem__(self, key):
        del self._data[key]

    def __contains__(self, key):
        return key in self._data and self._data[key]() is not None

    def valuerefs(self):
        """The references to the values; some may be dead."""
        return list(self._data.values())

    def itervaluerefs(self):
        """The same as an iterator."""
        return iter(self.valuerefs())


class WeakKeyDictionary(_Mapping):
    """A dictionary whose entries go away with their keys."""

    def _remove(self, reference):
        self._data.pop(reference, None)

    def _pairs(self):
        pairs = [(reference(), value) for reference, value in self._data.items()]
        return [pair for pair in pairs if pair[0] is not None]

    def __getitem__(self, key):
        return self._data[ref(key)]

    def __setitem__(self, key, value):
        self._data[ref(key, self._removed)] = value

    def __delitem__(self, key):
        del self._data[ref(key)]

    def __contains__(self, key):
        try:
            return ref(key) in self._data
        except TypeError:
            return False

    def keyrefs(self):
        """The references to the keys; some may be dead."""
        return list(self._data)


class WeakSet:
    """A set whose items go away when nobody else has them."""

    def __init__(self, data=()):
        self._data = set()
        self._removed = _remover(self, lambda self, reference: self._data.discard(reference))
        self.update(data)

    def _alive(self):
        items = [reference() for reference in self._data]
        return {item for item in items if item is not None}

    def __iter__(self):
        return iter(self._alive())

    def __len__(self):
        return len(self._alive())

    def __contains__(self, item):
        try:
            return ref(item) in self._data
        except TypeError:
            return False

    def __repr__(self):
        return "{%s}" % ", ".join(map(repr, self._data))

    def add(self, item):
        """Add an item."""
        self._data.add(ref(item, self._removed))

    def discard(self, item):
        """Drop an item if it is there."""
        self._data.discard(ref(item))

    def remove(self, item):
        """Drop an item that has to be there."""
        self._data.remove(ref(item))

    def clear(self):
        """Drop everything."""
        self._data.clear()

    def pop(self):
        """Take any item out."""
        while self._data:
            item = self._data.pop()()
            if item is not None:
                return item
        raise KeyError("pop from empty WeakSet")

    def update(self, *others):
        """Add the items of others."""
        for other in others:
            for item in other:
                self.add(item)

    def copy(self):
        """A new one with the same items."""
        return type(self)(self)

    __copy__ = copy


def _add_set_methods():
    def plain(name):
        return lambda self, *others: getattr(self._alive(), name)(*map(set, others))

    def made(name):
        return lambda self, *others: WeakSet(getattr(self._alive(), name)(*map(set, others)))

    def changed(name):
        def change(self, *others):
            items = getattr(self._alive(), name)(*map(set, others))
            self.clear()
            self.update(items)

        return change

    def operation(function, result):
        return lambda self, other: result(function(self._alive(), set(other))) if isinstance(other, (WeakSet, set, frozenset)) else NotImplemented

    def in_place(method):
        def change(self, other):
            getattr(self, method)(other)
            return self

        return change

    for name in "issubset issuperset isdisjoint".split():
        setattr(WeakSet, name, plain(name))
    for name in "union intersection difference symmetric_difference".split():
        setattr(WeakSet, name, made(name))
        if name != "union":
            setattr(WeakSet, name + "_update", changed(name))
    for name in "le lt ge gt eq ne".split():
        setattr(WeakSet, "__%s__" % name, operation(getattr(operator, name), bool))
    for name, method in (("and", "intersection_update"), ("or", "update"), ("xor", "symmetric_difference_update"), ("sub", "difference_update")):
        setattr(WeakSet, "__%s__" % name, operation(getattr(operator, _spelling(name)), WeakSet))
        setattr(WeakSet, "__i%s__" % name, in_place(method))


_add_set_methods()


# ---- Finalizers ----

_finalizers = {}


def _finish():
    """At the end of the program: those that are left, the youngest first."""
    for finalizer in list(_finalizers)[::-1]:
        if finalizer.atexit:
            finalizer()


class finalize:
    """Calls a function when an object is gone, or when it is itself called, whichever comes first."""

    __slots__ = ("atexit", "__weakref__")

    def __init__(self, obj, func, /, *args, **kwargs):
        reference = ref(obj, lambda _: self())
        if not _finalizers:
            _at_exit()
        self.atexit = True
        _finalizers[self] = (reference, func, args, kwargs)

    def __call__(self, _=None):
        found = _finalizers.pop(self, None)
        return None if found is None else found[1](*found[2], **found[3])

    def _whole(self, take):
        found = _finalizers.get(self)
        obj = None if found is None else found[0]()
        if obj is None:
            return None
        if take:
            del _finalizers[self]
        return (obj, *found[1:])

    def detach(self):
        """Never call it; returns the object, the function and its arguments, or None when it is too late."""
        return self._whole(True)

    def peek(self):
        """The object, the function and its arguments, or None when it is too late."""
        return self._whole(False)

    @property
    def alive(self):
        """True until it has been called or detached."""
        return self in _finalizers

    def __repr__(self):
        whole = self.peek()
        if whole is None:
            return "<%s object at %#x; dead>" % (type(self).__name__, id(self))
        return "<%s object at %#x; for %r at %#x>" % (type(self).__name__, id(self), type(whole[0]).__name__, id(whole[0]))


def _at_exit(registered=[]):
    if not registered:
        registered.append(True)
        try:
            import atexit
        except ImportError:
            return
        atexit.register(_finish)
