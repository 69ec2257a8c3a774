# What may be set of a class from outside, and of what type.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


class A:
    pass


print(attempt(lambda: setattr(A, "__name__", "B")), A.__name__, A)
print(attempt(lambda: setattr(A, "__name__", 5)))
print(attempt(lambda: setattr(A, "__qualname__", "Q.A")), A.__qualname__)
print(attempt(lambda: setattr(A, "__qualname__", None)))
print(attempt(lambda: setattr(A, "__module__", "elsewhere")), A.__module__)
print(attempt(lambda: setattr(A, "__doc__", "text")), A.__doc__)
for name in ("__name__", "__qualname__"):
    print(attempt(lambda: setattr(int, name, "x")))
print(attempt(lambda: setattr(int, "x", 1)))
print(attempt(lambda: delattr(A, "nothing")))
print(A.__bases__, A.__base__, type(A).__base__, object.__bases__)
