class Meta(type):
    registry = []

    def __new__(mcs, name, bases, namespace, **kwargs):
        print("new", name, [b.__name__ for b in bases], sorted(k for k in namespace if not k.startswith("__")), kwargs)
        cls = super().__new__(mcs, name, bases, namespace)
        mcs.registry.append(name)
        return cls

    def __init__(cls, name, bases, namespace, **kwargs):
        super().__init__(name, bases, namespace)
        cls.tag = kwargs.get("tag", "none")

    def __call__(cls, *args):
        print("call", cls.__name__, args)
        return super().__call__(*args)

    def shout(cls):
        return cls.__name__.upper()

    @property
    def size(cls):
        return len(cls.__name__)


class Base(metaclass=Meta):
    x = 1


class Derived(Base, tag="t"):
    def __init__(self, v):
        self.v = v


print(Meta.registry, Base.tag, Derived.tag, Derived.shout(), Derived.size, type(Derived) is Meta)
print(Derived(3).v)
try:
    Derived(1).shout()
except AttributeError as e:
    print(e)


class Other(type):
    pass


try:
    class Conflict(Base, metaclass=Other):
        pass
except TypeError as e:
    print(e)


class Prepared(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        return {"given": name}


class U(metaclass=Prepared):
    twice = given * 2


print(U.twice, U.given)


class Countable(type):
    def __len__(cls):
        return 7

    def __iter__(cls):
        return iter("abc")

    def __getitem__(cls, key):
        return key * 2

    def __contains__(cls, item):
        return item == 1

    def __getattr__(cls, name):
        return "meta " + name


class K(metaclass=Countable):
    pass


print(len(K), list(K), K[4], 1 in K, 2 in K, K.anything)


def factory(name, bases, namespace):
    return name, len(bases)


class NotReally(metaclass=factory):
    pass


print(NotReally)
