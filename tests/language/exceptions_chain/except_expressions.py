kinds = [ValueError, KeyError]


def pick():
    print("evaluated", end=" ")
    return tuple(kinds)


try:
    raise KeyError("k")
except pick() as e:
    print(repr(e))
try:
    try:
        raise ValueError("v")
    except 5:
        pass
except TypeError as e:
    print(e)
try:
    try:
        raise ValueError("v")
    except (KeyError, "text"):
        pass
except TypeError as e:
    print(e)
except ValueError as e:
    print("value", e)


class Weird(Exception):
    def __init__(self):
        raise TypeError("cannot make")


try:
    raise Weird
except TypeError as e:
    print(e)
try:
    assert 1 == 2, "message"
except AssertionError as e:
    print(repr(e))
try:
    assert []
except AssertionError as e:
    print(repr(e))
