# An exception caught by name is forgotten behind the handler; its object may live on.
kept = None
for i in range(3):
    try:
        raise ValueError(i)
    except ValueError as e:
        kept = e
print(kept)


def f():
    e = "outer"
    try:
        raise KeyError
    except KeyError as e:
        pass
    try:
        return e
    except UnboundLocalError as err:
        return str(err)


print(f())
errors = []
for text in ("1", "x", "2.5", ""):
    try:
        int(text)
    except ValueError as e:
        errors.append(str(e))
print(errors)
