# What is being handled, on every way out of handlers.
import sys


def now():
    t = sys.exc_info()[0]
    return t and t.__name__


def leave(kind):
    for _ in range(2):
        try:
            raise ValueError
        except ValueError:
            assert now() == "ValueError"
            if kind == "break":
                break
            if kind == "continue":
                continue
            if kind == "return":
                return now()
            if kind == "raise":
                raise KeyError
    return now()


for kind in ("break", "continue", "return", "none"):
    print(kind, leave(kind), now())
try:
    leave("raise")
except KeyError as e:
    print(now(), type(e.__context__).__name__)
print(now())


def inner():
    print("inner", now())
    try:
        raise TypeError
    except TypeError:
        print("in", now())
    print("back", now())


try:
    raise ValueError
except ValueError:
    inner()
    print(now())
    try:
        raise IndexError
    except IndexError:
        print(now())
    print(now())
    try:
        inner()
    finally:
        print("finally", now())
print(now())


def finally_return():
    try:
        raise ValueError
    finally:
        return now()


print(finally_return(), now())


def finally_break():
    while True:
        try:
            raise ValueError
        finally:
            break
    return now()


print(finally_break())


def gen():
    try:
        yield now()
        raise ValueError
    except ValueError:
        yield now()
    yield now()


try:
    raise KeyError
except KeyError:
    print(list(gen()), now())
print(list(gen()), now())
try:
    raise
except RuntimeError as e:
    print(e)


def again():
    try:
        raise ValueError("first")
    except ValueError:
        try:
            raise KeyError("second")
        except KeyError:
            pass
        raise


try:
    again()
except ValueError as e:
    print(e, e.__context__)
