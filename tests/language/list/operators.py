# + * in == < and their in-place forms.
a = [1, 2]
b = [3]
print(a + b, a * 3, 3 * a, a * 0, a * -1, [] * 5, [[]] * 2, True * a)
c = a
a += b
print(a, c, a is c)
a += (4, 5)
a += "xy"
a *= 2
print(a, c is a)
a *= 0
print(a, c)
print([1, 2] == [1, 2], [1, 2] == [1, 2, 3], [1, 2] != [2, 1], [1] == (1,), [1, 2] < [1, 3], [1] < [1, 0], [2] > [1, 5], [] <= [])
print([1, 2.0, True] == [1.0, 2, 1], 2 in [1, 2], 3 not in [1, 2], "a" in ["a"], [1] in [[1]])
nan = float("nan")
print(nan in [nan], [nan] == [nan], nan == nan)
for code in ("[1] + (2,)", "[1] + 'a'", "[1] * 1.5", "[1] * 'a'", "[1] - [1]", "[1] < (2,)", "[1] < ['a']", "-[1]", "[1] + None", "hash([])"):
    try:
        print(eval(code))
    except TypeError as error:
        print(code, "->", error)
try:
    x = [1]
    x += 5
except TypeError as error:
    print(error)


class Adder:
    def __radd__(self, other):
        return ("radd", other)

    def __rmul__(self, other):
        return ("rmul", other)


print([1] + Adder(), [1] * Adder())
