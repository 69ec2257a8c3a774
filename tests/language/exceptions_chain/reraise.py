def bare():
    try:
        raise ValueError("v")
    except ValueError:
        raise


try:
    bare()
except ValueError as e:
    print("again", e)
try:
    raise
except RuntimeError as e:
    print(e)


def helper():
    raise


try:
    try:
        {}[1]
    except KeyError:
        helper()
except KeyError as e:
    print("from helper", e)
try:
    try:
        raise KeyError(1)
    except KeyError as e:
        try:
            raise ValueError(2)
        except ValueError:
            pass
        raise
except KeyError as e:
    print("outer", e)
import sys
try:
    1 / 0
except ZeroDivisionError:
    kind, value, traceback = sys.exc_info()
    print(kind.__name__, value, traceback is not None)
print(sys.exc_info())
