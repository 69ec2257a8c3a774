# __cause__, __context__, suppression, bare raise.
try:
    try:
        raise ValueError("a")
    except ValueError:
        raise KeyError("b")
except KeyError as e:
    print(repr(e.__context__), e.__cause__, e.__suppress_context__)
try:
    try:
        raise ValueError("a")
    except ValueError as v:
        raise KeyError("b") from v
except KeyError as e:
    print(repr(e.__context__), repr(e.__cause__), e.__suppress_context__)
try:
    try:
        raise ValueError("a")
    except ValueError:
        raise KeyError("b") from None
except KeyError as e:
    print(repr(e.__context__), e.__cause__, e.__suppress_context__)
try:
    raise
except RuntimeError as e:
    print(e)
def again():
    try:
        1 / 0
    except ZeroDivisionError:
        raise
try:
    again()
except ZeroDivisionError as e:
    print(e, e.__context__)
def helper(): raise
try:
    try:
        raise OSError("os")
    except OSError:
        helper()
except OSError as e:
    print("helper", e)
def leaves():
    try:
        raise ValueError("first")
    except ValueError:
        raise TypeError("second")
try:
    leaves()
except TypeError:
    pass
try:
    raise KeyError("fresh")
except KeyError as e:
    print(e.__context__)
import sys
print(sys.exc_info()[0])
try:
    raise IndexError("i")
except IndexError:
    try:
        raise KeyError("k")
    except KeyError:
        print(sys.exc_info()[0].__name__)
    print(sys.exc_info()[0].__name__)
print(sys.exc_info()[0])
def returns_inside():
    try:
        raise ValueError
    except ValueError:
        return 1
returns_inside()
print(sys.exc_info()[0])
for i in range(2):
    try:
        raise ValueError
    except ValueError:
        continue
print(sys.exc_info()[0])
try:
    raise ValueError("c") from KeyError
except ValueError as e:
    print(repr(e.__cause__))
try:
    raise ValueError("c") from 5
except TypeError as e:
    print(e)
