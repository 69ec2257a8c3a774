# Exceptions that come out of __iter__, __next__, __getitem__ and __len__.
class Bad:
    def __init__(self, where):
        self.where = where

    def __iter__(self):
        if self.where == "iter":
            raise KeyError("in iter")
        return self

    def __next__(self):
        if self.where == "next":
            raise LookupError("in next")
        raise StopIteration

    def __len__(self):
        if self.where == "len":
            raise ValueError("in len")
        return 0

    def __contains__(self, x):
        raise OSError("in contains")


for where in ("iter", "next", "none"):
    for use in (list, tuple, set, sum, dict, enumerate, zip, sorted, any, bytes, lambda b: [*b], lambda b: [x for x in b], lambda b: [].extend(b), lambda b: ",".join(b), lambda b: map(str, b)):
        try:
            result = use(Bad(where))
            result = list(result) if hasattr(result, "__next__") else result
            print(where, result, end="; ")
        except Exception as error:
            print(where, type(error).__name__, end="; ")
    print()
for use in (len, bool, lambda b: 1 in b):
    try:
        use(Bad("len"))
    except Exception as error:
        print(type(error).__name__, error)
try:
    for x in Bad("next"):
        pass
    else:
        print("else")
except LookupError as error:
    print(error)
for x in Bad("none"):
    print("never")
else:
    print("else")
