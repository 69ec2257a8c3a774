# Comparisons of numbers, chains, identity, membership.
import math
vals = [0, 1, -1, 1.0, 0.5, 2 ** 53, 2 ** 53 + 1, float(2 ** 53), 2 ** 70, 1e30, True, False]
print([[int(a < b) + 2 * (a <= b) + 4 * (a == b) + 8 * (a != b) + 16 * (a > b) + 32 * (a >= b) for b in vals] for a in vals])
nan = float("nan")
print(nan == nan, nan != nan, nan < 1, nan > 1, nan in [nan], [nan] == [nan])
print(1 < 2 < 3, 1 < 3 < 2, 1 < 2 > 0 != 5, 3 > 2 == 2)
def t(x):
    print("t", x)
    return x
print(t(1) < t(2) < t(0) < t(9))
print("a" < "b", "a" == "a", "abc" < "abd", "" < "a", "a" != "b", "é" == "é", "Z" < "a")
print([1, 2] < [1, 3], [1] < [1, 0], (1, 2) == (1, 2), (1,) != [1], [] == [], {1: 2} == {1: 2})
print(None == None, None is None, None != 0, None == False, "1" == 1, 1 == 1.0 == True)
for f in (lambda: 1 < "a", lambda: None < None, lambda: [] < (), lambda: {} < {}, lambda: 1j < 2, lambda: object() >= 1):
    try:
        f()
    except TypeError as e:
        print(e)
print(1 in [1, 2], "a" in "abc", 3 not in (1, 2), "x" not in {"x": 1}, 5 in range(10), 5.0 in {5}, None in [None])
a = [1]; b = a; c = [1]
print(a is b, a is c, a is not c, a == c)
if 3 > 2: print("yes")
while 1 > 2: print("no")
x = 5
print("small" if x < 3 else "large" if x > 4 else "mid")
print(math.inf > 10 ** 400, -math.inf < -10 ** 400, 10 ** 400 > 1e300, 0.0 == -0.0)
s = "ab"; u = "".join(["a", "b"])
print(s == u, {s: 1}[u], s != u)
