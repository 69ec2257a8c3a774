# partition() and rpartition() take a separator that is a str and not empty.
def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


class Str(str):
    pass


for f in ("a-b-c".partition, "a-b-c".rpartition):
    for separator in ("-", "x", "", b"-", None, 5, Str("-"), "a-b-c", "é"):
        print(attempt(f, separator))
    print(type(attempt(f, Str("-"))[1]).__name__)
print(Str("ab").partition("x"), type(Str("ab").partition("x")[0]).__name__)
