T = type("T", (), {"x": 1, "f": lambda self: self.x})
print(T.__name__, T().f(), T.__module__, T.__qualname__, T.__doc__)
U = type("U", (T,), dict(y=2))
print(U().x, U().y, U.__mro__ == (U, T, object))
for args in ((1, (), {}), ("a", [], {}), ("a", (), []), ("a", (1,), {}), ("a", ()), ("a", (bool,), {}), ("a", (int, str), {})):
    try:
        type(*args)
    except TypeError as e:
        print(e)
name = "a" + "bc"
V = type("V", (), {"comp" + "uted": 5, name: 6})
print(V.computed, V.abc, V().abc)
print(type(1), type("").__name__, type(None), type(type), type(...), type(NotImplemented))
