a = None
b = [1]
print(a is None, a is not None, b is None, b is not None, b is b, b is [1], a is b)
print(True is True, False is not True, ... is ..., NotImplemented is NotImplemented)


def f(x):
    if x is None:
        return "none"
    if x is not True and x is not False:
        return "other"
    if x is True:
        return "true"
    return "false"


print(f(None), f(True), f(False), f(0), f(1))
x = a is None
y = b is not None
print(x, y, not (a is None), (a is None) is True)
while a is None:
    a = 1
print(a if a is not None else 0)
