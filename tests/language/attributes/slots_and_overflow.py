# Attributes that no method assigns, in any order, on many instances.
class A:
    def __init__(self, n):
        self.first = n


things = [A(i) for i in range(5)]
for i, t in enumerate(things):
    for k in range(i * 3):
        setattr(t, "name%d" % k, (i, k))
for t in things:
    print(t.first, [getattr(t, "name%d" % k, None) for k in range(13)])
print(things[4].__dict__["name11"], sorted(things[2].__dict__))
b = A(9)
b.name3 = "three"
print(b.name3, hasattr(b, "name4"), hasattr(b, "name2"))
del b.name3
try:
    b.name3
except AttributeError as e:
    print(e)
try:
    del b.name3
except AttributeError as e:
    print(e)
