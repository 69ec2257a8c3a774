# __instancecheck__ and __subclasscheck__ of type itself, and through a metaclass.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


class Meta(type):
    def __instancecheck__(cls, o):
        return o == 5

    def __subclasscheck__(cls, c):
        return c is str


class A(metaclass=Meta):
    pass


class B(A):
    pass


print(isinstance(5, A), isinstance(A(), A), isinstance(B(), A), isinstance(6, A), isinstance(5, (str, A)))
print(issubclass(str, A), issubclass(B, A), issubclass(int, A))
print(type.__instancecheck__(int, True), type.__instancecheck__(int, "s"))
print(type.__subclasscheck__(int, bool), type.__subclasscheck__(A, B))
print(attempt(lambda: type.__subclasscheck__(int, 5)))
print(attempt(lambda: issubclass(5, int)), attempt(lambda: issubclass(int, 5)), attempt(lambda: isinstance(1, (int, 5))), attempt(lambda: isinstance("s", (int, 5))))
