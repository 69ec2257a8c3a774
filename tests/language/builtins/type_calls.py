# Calling the built-in types.
print(int(), int("12"), int(" -5 "), int("ff", 16), int(3.9), int(-3.9), int(True), float(), float("1.5"), float(2), complex(1, 2), bool(), bool("x"), str(1.5), list("ab"), tuple([1]), dict(a=1), set(), frozenset([1]), bytes(2), bytearray(1), range(2), slice(1), object() is not None)
print(type(1).__name__, type("").__name__, type(None).__name__, type(type).__name__, type(...).__name__, type(NotImplemented).__name__, type(len).__name__, type(lambda: 0).__name__, type(x for x in ()).__name__, type(print) is type(len))
C = type("C", (), {"x": 1, "m": lambda self: self.x})
print(C.__name__, C().m(), C.__bases__, isinstance(C(), C))
D = type("D", (C,), {})
print(D().x, issubclass(D, C), D.__mro__[1] is C)
print(type(5) is int, type(True) is bool, type([]) == list, type(C()) is C, int.__name__, str(int), repr(list))
for code in ("int('x')", "float('abc')", "int([])", "int('9', 8)", "int(5, 10)", "type()", "type(1, 2)", "object(1)", "bool(1, 2)", "NoneType()", "type(None)(1)", "complex('x')", "str(b'x', 5)"):
    try:
        print(eval(code))
    except Exception as error:
        print(code, type(error).__name__)
print(Ellipsis is ..., NotImplemented is NotImplemented, __debug__, __name__)
