"""Abstract base classes."""


def abstractmethod(function):
    """Mark a method that subclasses must define."""
    function.__isabstractmethod__ = True
    return function


class abstractproperty(property):
    """A property that subclasses must define."""

    __isabstractmethod__ = True


class ABCMeta(type):
    """The class of abstract classes: they cannot be instantiated, and others can be registered as their subclasses."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        abstract = {name for name, value in namespace.items() if getattr(value, "__isabstractmethod__", False)}
        for base in bases:
            for name in getattr(base, "__abstractmethods__", ()):
                if getattr(getattr(cls, name, None), "__isabstractmethod__", False):
                    abstract.add(name)
        cls.__abstractmethods__ = frozenset(abstract)
        cls._abc_registry = []
        return cls

    def register(cls, subclass):
        """Make a class a subclass of this one in the eyes of isinstance() and issubclass()."""
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if not issubclass(subclass, cls):
            cls._abc_registry.append(subclass)
        return subclass

    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(instance.__class__)

    def __subclasscheck__(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        answer = cls.__subclasshook__(subclass)
        if answer is not NotImplemented:
            return answer
        if cls in getattr(subclass, "__mro__", ()):
            return True
        for registered in cls._abc_registry:
            if issubclass(subclass, registered):
                return True
        for derived in type.__subclasses__(cls):
            if issubclass(subclass, derived):
                return True
        return False


class ABC(metaclass=ABCMeta):
    """A class to derive abstract classes from."""

    __slots__ = ()


def get_cache_token():
    """Changes with every registration."""
    return 0


def update_abstractmethods(cls):
    """Look anew for what a class leaves abstract."""
    if hasattr(cls, "__abstractmethods__"):
        names = set(cls.__abstractmethods__) | set(cls.__dict__)
        cls.__abstractmethods__ = frozenset(n for n in names if getattr(getattr(cls, n, None), "__isabstractmethod__", False))
    return cls
