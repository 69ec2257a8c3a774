class Typed:
    def __init__(self, kind):
        self.kind = kind

    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        return getattr(instance, self.name)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError("%s must be %s" % (self.name, self.kind.__name__))
        setattr(instance, self.name, value)

    def __delete__(self, instance):
        print("delete", self.name)
        delattr(instance, self.name)


class P:
    x = Typed(int)
    s = Typed(str)

    def __init__(self, x, s):
        self.x = x
        self.s = s


p = P(1, "a")
print(p.x, p.s, p.__dict__)
try:
    p.x = "no"
except TypeError as e:
    print(e)
del p.x
print(hasattr(p, "x"))


class NonData:
    def __get__(self, instance, owner):
        return ("got", instance is not None, owner.__name__)


class Q:
    d = NonData()


q = Q()
print(q.d, Q.d)
q.d = "own"
print(q.d)
del q.d
print(q.d)


class OnlySet:
    def __set__(self, instance, value):
        print("set", value)


class R:
    a = OnlySet()


r = R()
r.a = 5
print(type(r.a).__name__)
try:
    del r.a
except AttributeError as e:
    print(e)
r.__dict__["a"] = "in dict"
print(r.a)


class Lazy:
    def __init__(self, function):
        self.function = function
        self.name = function.__name__

    def __get__(self, instance, owner):
        print("computing")
        value = self.function(instance)
        instance.__dict__[self.name] = value
        return value


class T:
    @Lazy
    def heavy(self):
        return 42


t = T()
print(t.heavy, t.heavy)
