# `in` of what cannot be iterated has words of its own, whatever the reason is.
class Never:
    __iter__ = None
class Number:
    def __iter__(self): return 5
class Fails:
    def __iter__(self): raise KeyError("iter")
class FailsType:
    def __iter__(self): raise TypeError("mine")
class Items:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i
for x in Never(), Number(), Fails(), FailsType(), Items(), 5, None:
    for f in (lambda: 2 in x), (lambda: 5 not in x):
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)
