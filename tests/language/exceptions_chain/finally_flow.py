def a():
    try:
        return "try"
    finally:
        print("f", end=" ")


def b():
    try:
        return "try"
    finally:
        return "finally"


def c():
    for i in range(5):
        try:
            if i == 2:
                break
        finally:
            print("loop", i, end=" ")
    return i


def d():
    try:
        raise ValueError
    except ValueError:
        return "handler"
    finally:
        print("after", end=" ")


def e():
    try:
        raise ValueError("lost")
    finally:
        return "swallowed"


def f():
    try:
        pass
    except ValueError:
        pass
    else:
        return "else"
    finally:
        print("end", end=" ")


print(a(), b(), c(), d(), e(), f())


def g():
    while True:
        try:
            try:
                raise KeyError
            finally:
                break
        except KeyError:
            print("no")
    return "broke"


print(g())
