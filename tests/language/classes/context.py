class Managed:
    def __init__(self, swallow):
        self.swallow = swallow

    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, kind, value, traceback):
        print("exit", kind.__name__ if kind else None, value, traceback is None)
        return self.swallow


with Managed(False) as m:
    print("body", m.swallow)
with Managed(True):
    raise ValueError("inside")
try:
    with Managed(False), Managed(False):
        raise KeyError("k")
except KeyError as e:
    print("caught", e)


class Incomplete:
    pass


try:
    with Incomplete():
        pass
except (TypeError, AttributeError) as e:
    print(type(e).__name__ in ("TypeError", "AttributeError"))
