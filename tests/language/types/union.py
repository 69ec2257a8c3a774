# Unions of types: |, repr, equality, isinstance and issubclass.
import types

number = int | float
print(number, repr(number), type(number) is types.UnionType)
print(int | None, None | int, int | str | None, (int | str) | (str | bytes))
print(number.__args__, (int | None).__args__, number.__parameters__)
print(int | int is int, int | str == str | int, hash(int | str) == hash(str | int), int | str != int | bytes)
print({int | str: 1}[str | int])
for value in (1, 2.5, "x", None, True):
    print(value, isinstance(value, number), isinstance(value, int | None), isinstance(value, (str, number)))
print(issubclass(bool, number), issubclass(str, number), issubclass(str, (bytes, int | str)))


class A:
    pass


class B(A):
    pass


print(isinstance(B(), A | int), A | None, issubclass(B, A | int))
for wrong in (lambda: int | 3, lambda: "x" | int, lambda: None | None, lambda: (int | str) | 1, lambda: int & str, lambda: (int | str)()):
    try:
        print(wrong())
    except TypeError as e:
        print(str(e).replace("types.", ""))


def f(a: int | None = None, b: A | B = None) -> int | str:
    return a


print(f(4), int.__or__(4, 5), type.__or__(int, str))
