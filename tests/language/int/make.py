# int() of other things.
class Index:
    def __index__(self):
        return 12


class Int:
    def __int__(self):
        return 34


class Trunc:
    def __trunc__(self):
        return 56


class Bad:
    def __int__(self):
        return "x"


print(int(), int(3.99), int(-3.99), int(True), int(Index()), int(Int()), int(1e30), int(-1e20), int(2.0**70))
for bad in ([], None, "3.5", object(), Bad(), 1j, float("inf"), float("nan"), float("-inf")):
    try:
        print(int(bad))
    except (TypeError, ValueError, OverflowError) as error:
        text = str(error)
        print(type(error).__name__, text)
for call in (lambda: int(1, 2), lambda: int(base=2), lambda: int("1", 2, 3), lambda: int("1", foo=3), lambda: int("12", 2.0)):
    try:
        call()
    except TypeError as error:
        print(type(error).__name__)
