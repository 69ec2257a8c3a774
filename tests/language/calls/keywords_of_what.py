# Whether a thing can be called matters before what the keywords are.
def report(f, *args):
    try:
        print(f(*args))
    except TypeError as e:
        print(e)


class Empty:
    pass


report(lambda: 5(**{1: 2}))
report(lambda: "s"(*[1], **{(): 2}))
report(lambda: Empty()(**{None: 2}))
report(lambda: (lambda: 0)(**{1: 2}))
report(lambda: (lambda **k: k)(**{b"a": 2}))
report(lambda: len([], **{1: 2}))
report(lambda: 5(**{"a": 2}))
