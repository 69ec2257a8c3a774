def f(kind):
    try:
        if kind:
            raise kind("message")
        return "none"
    except ValueError as e:
        return "value %s" % e
    except (KeyError, IndexError) as e:
        return "lookup %s %s" % (type(e).__name__, e)
    except Exception:
        return "other"
    finally:
        print("finally", end=" ")


for kind in (None, ValueError, KeyError, IndexError, TypeError, UnicodeError):
    print(f(kind))
try:
    f(KeyboardInterrupt)
except BaseException as e:
    print(repr(e))


def order():
    for i in range(3):
        try:
            if i == 1:
                continue
            yield i
        finally:
            yield "f%d" % i


print(list(order()))
try:
    try:
        1 / 0
    finally:
        print("cleanup")
except ZeroDivisionError as e:
    print(e)
try:
    e
except NameError as err:
    print(err)
try:
    raise ValueError
except ValueError as e:
    print(repr(e), e.args)
else:
    print("no")
