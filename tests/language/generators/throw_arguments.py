# The forms of throw().
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


def g():
    while True:
        try:
            yield "waiting"
        except Exception as e:
            yield repr(e), e.__traceback__ is not None


def fresh():
    i = g()
    next(i)
    return i


print(fresh().throw(ValueError), fresh().throw(ValueError("a")), fresh().throw(ValueError, "b"), fresh().throw(ValueError, ("c", "d")))
print(fresh().throw(ValueError, ValueError("e")), fresh().throw(ValueError, None), fresh().throw(ValueError, "f", None))
for arguments in ((5,), ("text",), (int,), (None,), (ValueError("x"), "y")):
    print(attempt(lambda: fresh().throw(*arguments)))
print(attempt(lambda: fresh().throw()))
