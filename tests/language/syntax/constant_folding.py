print(1 + 2 * 3 - 4 // 3 % 2, 2 ** 10, 2 ** -1, 7 / 2, -7 // 2, -7 % 3, 7 % -3)
print(1 << 10, -1 >> 3, 5 & 3 | 8 ^ 2, ~5, -(-3), +4, not 5, - 2 ** 2)
print("ab" + "cd", "ab" * 3, "-" * 20, b"ab" + b"c", 3 * "x")
print(1.5 + 2, 1e300 * 1e10, 0.1 + 0.2, -0.0, 1e400, 2 ** 0.5, 1 - 1.0)
print(10 ** 20, 2 ** 100, -2 ** 63, 123456789 * 987654321987654321)
print((1, 2, (3, 4)), ((), (1,)), (1, 2)[0], "abc"[1], "abc"[-1])
print(1j * 1j, 2 + 3j, -1j, (1 + 2j) * 2)
for e in ("1 / 0", "1 // 0", "1 % 0", "1 << -1", "0 ** -1", "'a' + 1", "1.0 // 0", "-'a'", "~1.5", "1 & 1.0"):
    try:
        print(eval(e))
    except Exception as x:
        print(type(x).__name__, x)
if 0:
    print("never")
if "":
    print("never")
elif 1:
    print("always")
else:
    print("never")
while 0:
    print("never")
else:
    print("else")
print(1 if 1 else 2, 0 or 5, 1 and 6, None or "d", not None)
assert 1, "fine"
x = 3
if 1 and x:
    print("and")
if 0 or x:
    print("or")
if not 0:
    print("not")
print(1 == 1.0, True == 1, (1,) == (1.0,), [1, 1.0, True], (1, 1.0, True, 0, 0.0, -0.0, False))
print({1: "a", 1.0: "b", True: "c"}, 0x10, 0o17, 0b11, 1_000, 0xFF_FF, 1_0.0_1, 1e1_0)
print(...,  Ellipsis is ..., __debug__)
