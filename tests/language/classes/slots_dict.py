# __dict__ among the __slots__: once in a family of classes.
class A:
    __slots__ = ("x",)


class B(A):
    __slots__ = ("__dict__",)


b = B()
b.x, b.y = 1, 2
print(b.__dict__, b.x, hasattr(A(), "__dict__"))


def attempt(f):
    try:
        return f()
    except TypeError as e:
        return str(e)


print(attempt(lambda: type("C", (B,), {"__slots__": "__dict__"})))
print(attempt(lambda: type("C", (object,), {"__slots__": "__dict__"}))().__dict__)
print(attempt(lambda: type("C", (Exception,), {"__slots__": ["__dict__"]})))


class Plain:
    pass


print(attempt(lambda: type("C", (Plain,), {"__slots__": ["a", "__dict__"]})))
