# StopIteration does not leave a generator.
def bad():
    yield 1
    raise StopIteration("x")
try:
    list(bad())
except RuntimeError as e:
    print(e, type(e.__cause__).__name__)
def nested():
    it = iter([])
    yield next(it)
try:
    next(nested())
except RuntimeError as e:
    print(e)
def fine():
    try:
        yield next(iter([]))
    except StopIteration:
        yield "caught"
print(list(fine()))
class It:
    def __iter__(self): return self
    def __next__(self): raise StopIteration
print(list(It()), [x for x in It()])
for x in It(): print("never")
else: print("else")
