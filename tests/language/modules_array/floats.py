# Floats of both widths are stored as their C types: the narrow one rounds.
from array import array

for code in "fd":
    a = array(code, [0.1, -2.5, 1e300, float("inf"), 3, True])
    print(a.itemsize, a)
    a.append(1 / 3)
    print(a[-1], a[1] == -2.5, 0.1 in a, a.count(3), a.index(1))
nan = array("d", [float("nan")])
print(nan == nan, nan[0] != nan[0], nan)
print(array("f", [0.1]) == array("d", [0.1]), array("f", [0.5]) == array("d", [0.5]))


class Half:
    def __float__(self):
        return 0.5


print(array("d", [Half()]))
for wrong in ("1", None, [1]):
    try:
        array("f", [wrong])
    except TypeError as e:
        print(e)
