# Actions and filters.
import warnings


def count(*actions, calls=3):
    with warnings.catch_warnings(record=True) as log:
        warnings.resetwarnings()
        for action in actions:
            action()
        for i in range(calls):
            warnings.warn("same")
            warnings.warn("same")
            warnings.warn("number %d" % i, RuntimeWarning)
            warnings.warn("deprecated", DeprecationWarning)
    return [str(w.message) for w in log]


for action in ("default", "always", "ignore", "module", "once"):
    print(action, count(lambda: warnings.simplefilter(action)))
print(count())
print(count(lambda: warnings.simplefilter("always"), lambda: warnings.filterwarnings("ignore", "same")))
print(count(lambda: warnings.filterwarnings("ignore", category=RuntimeWarning)))
print(count(lambda: warnings.filterwarnings("ignore", "NUMBER [01]")))
print(count(lambda: warnings.filterwarnings("ignore", module="__main"), lambda: warnings.simplefilter("always", append=True)))
print(count(lambda: warnings.simplefilter("ignore", RuntimeWarning), lambda: warnings.simplefilter("always", RuntimeWarning)))
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for message, category in (("a", None), ("b", FutureWarning), (SyntaxWarning("c"), None)):
        try:
            warnings.warn(message, category)
        except Warning as e:
            print(type(e).__name__, e)
for wrong in (lambda: warnings.simplefilter("nonsense"), lambda: warnings.simplefilter("ignore", int), lambda: warnings.filterwarnings("ignore", 3), lambda: warnings.simplefilter("ignore", lineno=-1)):
    try:
        wrong()
    except AssertionError:
        print("AssertionError")
for wrong in (lambda: warnings.warn("x", int), lambda: warnings.warn("x", 3)):
    try:
        wrong()
    except TypeError as e:
        print(e)
print(len(warnings.filters) > 0, warnings.defaultaction)
