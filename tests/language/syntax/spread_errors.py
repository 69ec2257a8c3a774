# What stands behind the stars of a call, and names that are read unbound by their own assignment.
def g(a):
    x = x


for f in (lambda: g(1), lambda: g(*5), lambda: g(**5), lambda: g(*[1], **{"b": 1}), lambda: g(**{1: 2}), lambda: print(*(i for i in "ab"), **{"sep": "-"}), lambda: max(*"abc"), lambda: dict(**{"a": 1})):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
def h():
    a, b = a, 1
def i():
    a, b = 1, b
for f in (h, i):
    try: f()
    except UnboundLocalError as e: print(e)
class M:
    def keys(self): return ["sep"]
    def __getitem__(self, k): return "+"
print(1, 2, **M())
