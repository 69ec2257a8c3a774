class A:
    x = 1
    items = []


class B(A):
    pass


A.x = 2
print(B.x, B().x)
B.x = 3
print(A.x, B.x)
del B.x
print(B.x)
A.new = lambda self: "added"
print(B().new())
try:
    del B.new
except AttributeError as e:
    print(e)
try:
    A.missing
except AttributeError as e:
    print(e)
try:
    int.x = 1
except TypeError as e:
    print(e)
print("x" in A.__dict__, "x" in B.__dict__, A.__dict__["x"])
print(sorted(k for k in vars(B) if not k.startswith("__")))
setattr(A, "dyn" + "amic", 9)
print(B.dynamic, getattr(B, "dynamic"), hasattr(B, "nothing"), getattr(B, "nothing", "default"))
A.__name__ = "Renamed"
print(A.__name__, A)
a = A()
a.items.append(1)
print(A.items, B.items)
for i in range(3):
    A.x += 1
print(A.x, B().x)
