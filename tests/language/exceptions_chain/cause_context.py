try:
    try:
        raise KeyError("a")
    except KeyError as e:
        raise ValueError("b") from e
except ValueError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    try:
        raise KeyError("a")
    except KeyError:
        raise ValueError("b")
except ValueError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    try:
        raise KeyError("a")
    except KeyError:
        raise ValueError("b") from None
except ValueError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    raise TypeError("x") from ZeroDivisionError
except TypeError as e:
    print(repr(e.__cause__), e.__suppress_context__)
try:
    raise TypeError("x") from 5
except TypeError as e:
    print(e)
try:
    raise 5
except TypeError as e:
    print(e)


def nested():
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            [][1]
    except IndexError:
        {}["k"]


try:
    nested()
except KeyError as e:
    chain = []
    while e:
        chain.append(type(e).__name__)
        e = e.__context__
    print(chain)
try:
    try:
        raise ValueError("first")
    finally:
        raise TypeError("second")
except TypeError as e:
    print(repr(e.__context__))
e1 = ValueError("one")
try:
    try:
        raise e1
    except ValueError:
        raise e1
except ValueError as e:
    print(e is e1, e.__context__)
try:
    1 / 0
except ZeroDivisionError as e:
    pass
try:
    raise ValueError("after")
except ValueError as e:
    print(e.__context__)
