# The same exception object raised again and again; handlers in loops.
err = ValueError("shared")
for i in range(3):
    try:
        raise err
    except ValueError as e:
        print(e is err)
def classify(x):
    try:
        return 10 // x
    except ZeroDivisionError:
        return "zero"
    except TypeError:
        return "type"
print([classify(x) for x in (1, 0, "a", 3)])
def retry(n):
    attempts = 0
    while True:
        attempts += 1
        try:
            if attempts < n: raise OSError("again")
            return attempts
        except OSError:
            continue
print(retry(5))
stack = []
def collect(f):
    try:
        f()
    except Exception as e:
        stack.append(e)
collect(lambda: {}["a"])
collect(lambda: [][0])
print([type(e).__name__ for e in stack])
try:
    raise stack[0]
except KeyError as e:
    print("again", e)
def inner():
    try:
        raise ValueError("x")
    except ValueError as e:
        saved = e
    return saved
print(repr(inner()))
