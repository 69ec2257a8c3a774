# Handlers with tuples, computed classes, and what is no exception class.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


def handle(error, kinds):
    try:
        try:
            raise error
        except kinds as e:
            return "caught", type(e).__name__
    except BaseException as e:
        return "other", type(e).__name__, str(e)


for error in (KeyError(1), ValueError(2), KeyboardInterrupt(3), GeneratorExit()):
    for kinds in (LookupError, (ValueError, KeyError), (), (OSError, (ArithmeticError, LookupError)), Exception, BaseException, 5, (KeyError, 5), "x", int):
        print(type(error).__name__, kinds if not isinstance(kinds, tuple) else len(kinds), handle(error, kinds))
e = ValueError("x")
e.add_note("first")
e.add_note("second")
print(e.__notes__, attempt(lambda: e.add_note(5)))
