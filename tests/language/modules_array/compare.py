# Arrays compare item by item, whatever their types are; with anything else they are unequal.
from array import array

a = array("i", [1, 2, 3])
for b in (array("i", [1, 2, 3]), array("d", [1, 2, 3]), array("b", [1, 2]), array("h", [1, 3]), array("q", [1, 2, 3, 0])):
    print(a == b, a != b, a < b, a <= b, a > b, a >= b)
print(a == [1, 2, 3], a == (1, 2, 3), a != b"\1\2\3", array("B", b"ab") == b"ab", b"ab" == array("B", b"ab"))
print(array("i") == array("d"), array("i") < array("i", [0]))
print(2 in a, 2.0 in a, 5 in a, "x" in a, a in [array("d", [1, 2, 3])])
try:
    a < [1]
except TypeError as e:
    print(type(e).__name__)
try:
    hash(a)
except TypeError as e:
    print(type(e).__name__)
