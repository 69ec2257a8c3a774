# The types of None, NotImplemented and Ellipsis give their only instance and take no arguments.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


for one in (None, NotImplemented, ...):
    t = type(one)
    print(t.__name__, t() is one, attempt(lambda: t(1)) is one, attempt(lambda: t(a=1)) is one)
    print(attempt(lambda: type("X", (t,), {})))
print(bool(None), None.__bool__() if hasattr(None, "__bool__") else False, repr(...), str(NotImplemented))
