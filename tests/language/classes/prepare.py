# __prepare__ gives the namespace of a class body.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


class Record(dict):
    def __setitem__(self, key, value):
        if not key.startswith("__"):
            print("set", key)
        super().__setitem__(key, value)


class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases, **k):
        print("prepare", name, bases, k)
        return Record(given=1)

    def __new__(meta, name, bases, namespace, **k):
        print(type(namespace).__name__, k)
        return super().__new__(meta, name, bases, dict(namespace))

    def __init__(cls, name, bases, namespace, **k):
        super().__init__(name, bases, namespace)


class A(metaclass=Meta, option=3):
    x = 1
    y = given + x
    def f(self): pass
    del x


print(A.y, A.given, hasattr(A, "x"))
class Bad(type):
    @classmethod
    def __prepare__(meta, *a): return 5
def make():
    class X(metaclass=Bad): pass
print(attempt(make))
