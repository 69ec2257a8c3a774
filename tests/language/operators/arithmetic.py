# Small ints, big ints, floats, mixed; division and modulo signs.
for a in (7, -7, 0, 3.5, -3.5):
    for b in (2, -2, 3, 0.5, -0.5):
        print(a, b, a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b))
big = 2 ** 62
print(big - 1 + 1, big * 2, -big * 2, big + big, (big * 4) // 3, -big - big - 1)
print(4611686018427387903 + 1, 4611686018427387904 - 1, -4611686018427387904 - 1)
print(3037000500 * 3037000500, 2147483648 * 2147483648, -(-4611686018427387904))
print(10 ** 20 // 7, 10 ** 20 % 7, -10 ** 20 // 7, -10 ** 20 % 7, 2 ** 100 - 2 ** 100)
print(1 << 5, 1 << 62, 1 << 63, 1 << 100, -1 << 64, 5 >> 1, -5 >> 1, 5 >> 100, -5 >> 100, 1 << 0)
print(6 & 3, 6 | 3, 6 ^ 3, ~6, -6 & 3, -6 | 3, -6 ^ 3, 2 ** 70 & 2 ** 70 - 1)
print(2 ** 10, 2 ** -1, (-2) ** 3, 2.0 ** 0.5, 0 ** 0, 10 ** 18, 10 ** 19)
print(7 / 2, 6 / 3, -7 / 2, 1 / 3, 2 ** 60 / 3, 10 ** 30 / 10 ** 29)
print(1e308 * 10, -1e308 * 10, 1e-320 / 10, 0.1 + 0.2, 1.0 - 1.0, -0.0 + 0.0, 0.0 * -1)
print(True + True, True * 3, False - 1, True / 2, ~True, True & 2, True | False, True ^ True)
for f in (lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: 0 ** -1, lambda: 1 << -1, lambda: 1 >> -1):
    try:
        print(f())
    except (ZeroDivisionError, ValueError) as e:
        print(type(e).__name__, e)
x = 5
x += 2; x -= 1; x *= 3; x //= 2; x %= 5; x **= 3; x <<= 2; x >>= 1; x |= 8; x &= 60; x ^= 1
print(x)
y = 1.5
y += 1; y *= 2; y -= 0.5; y /= 3; y //= 0.5
print(y, -y, +y, abs(-y))
print(-(2 ** 62), -(-2 ** 62), +5, - -5, not 5, not 0)
