def f(x):
    try:
        return 10 / x
    except ZeroDivisionError:
        return "zero"
    except (TypeError, ValueError) as e:
        return type(e).__name__
    except:
        return "other"


class Weird:
    def __rtruediv__(self, o):
        raise KeyError("weird")


print(f(2), f(0), f("a"), f(Weird()))
try:
    pass
except ValueError:
    print("never")
else:
    print("else")
try:
    try:
        raise ValueError("inner")
    except TypeError:
        print("never")
    else:
        print("never")
except ValueError as e:
    print("outer", e)
try:
    print(e)
except NameError as err:
    print("gone:", err)


def unbinds():
    e = 1
    try:
        raise KeyError("k")
    except KeyError as e:
        pass
    try:
        return e
    except UnboundLocalError as u:
        return type(u).__name__


print(unbinds())


def deletes():
    try:
        raise KeyError("k")
    except KeyError as e:
        del e
    return "fine"


print(deletes())


def cell():
    try:
        raise KeyError("c")
    except KeyError as e:
        g = lambda: e
        print(repr(g()))
    try:
        g()
    except NameError as x:
        print(type(x).__name__)


cell()


def loop():
    for x in (1, 0, "a", None):
        try:
            y = 1 / x
        except ZeroDivisionError:
            continue
        except TypeError:
            break
        else:
            print("else", y)
    return x


print(loop())
try:
    raise ValueError
except Exception as e:
    try:
        raise TypeError
    except Exception as e2:
        print(type(e).__name__, type(e2).__name__, type(e2.__context__).__name__)
try:
    try:
        1 / 0
    except ValueError or ZeroDivisionError:
        print("no")
except ZeroDivisionError:
    print("or is not a tuple")
try:
    try:
        raise KeyError
    except "not a class":
        pass
except TypeError as e:
    print(e)
