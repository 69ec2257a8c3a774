from array import array

a, b = array("i", [1, 2]), array("i", [3])
print(a + b, b * 3, 2 * a, a * 0, a * -1, bool(a), bool(array("i")))
c = a
c += b
print(a, c is a)
c *= 2
print(a)
c += c
print(len(a))
c *= 0
print(a)
for expression in ("a + [1]", "a + array('h')", "a * 'x'", "a * 1.5", "a - b", "[1] + a", "a + b'x'"):
    try:
        print(eval(expression))
    except TypeError as e:
        print(str(e).replace("array.array", "array"))
for other in ([1], array("h", [1]), (1,)):
    try:
        a += other
    except TypeError as e:
        print(e)


class Joins:
    def __radd__(self, other):
        return ("joined", other)


print(a + b, array("i", [1]) * True)
