# repr, and arrays of characters
from array import array

print(array("i"), array("i", [1]), array("d", [1.5, 2]), array("u"), array("u", "h\u00e9\U0001f600'\""))
u = array("u", "ab")
u.append("\u20ac")
u.fromunicode("xyz")
u.extend("12")
print(u, u[2], u.tounicode(), len(u), u.itemsize, list(u), u[1:4], "x" in u)
u[0] = "\U0001f600"
print(u.tounicode())
for wrong in (
    lambda: u.append("ab"),
    lambda: u.append(1),
    lambda: array("i", "12"),
    lambda: array("i", u),
    lambda: array("i").tounicode(),
    lambda: array("i").fromunicode("x"),
    lambda: array(1),
    lambda: array("ii"),
    lambda: array("?"),
    lambda: array(b"i"),
    lambda: array(),
    lambda: array("i", [1], 2),
    lambda: array("i", x=1),
    lambda: array("i", 5),
    lambda: array("i", None),
):
    try:
        print(wrong())
    except Exception as e:
        print(type(e).__name__, e)
