# Float corner cases: inline, boxed, zero, infinities.
vals = [0.0, -0.0, 1.0, -1.0, 1e-40, 1e-300, 1e40, 1e300, 5e-324, 1.7976931348623157e308, float("inf"), float("-inf"), 2.0 ** -127, 2.0 ** 128, 2.0 ** -126, 2.0 ** 127]
for a in vals:
    print(a, -a, a + 1, a * 2, a / 2, a - a, a == a, a < 1, bool(a), a * a)
acc = 0.0
for i in range(1, 50):
    acc += 1 / i ** 2
    acc *= 0.99
print(acc)
x = 1.0
for i in range(400): x *= 0.5
print(x)
x = 1.0
for i in range(400): x *= 2
print(x)
print(1.5 // 1, -1.5 // 1, 1.5 % 1, -1.5 % 1, 5.5 % -2, 1e20 // 3, 2 ** 0.5, 7.0 // 0.1)
print(0.1 + 0.7, 3.0 == 3, hash(3.0) == hash(3), int(3.99), round(2.5), round(3.5), round(-2.5))
print(1 + 1.5, 1.5 + 1, 2 ** 60 + 0.5, 3 - 0.5, 0.5 - 3, 2 * 0.25, 1 / 4.0)
print([0.1 * k for k in range(5)], sum([0.1] * 10), max(0.5, 1), min(-0.0, 0.0))
print(float(10 ** 15), 1e16, 123456789.123, 1e-5, 0.0001)
