# Where small ints end, on machines of 32 and of 64 bits: every operator on both sides of the edge.
edges = []
for bits in (30, 31, 32, 61, 62, 63, 64):
    edges += [2 ** bits - 1, 2 ** bits, 2 ** bits + 1, -2 ** bits - 1, -2 ** bits, -2 ** bits + 1]
check = 0
for a in edges:
    for b in (1, -1, 2, 3, -3, 7, 2 ** 30, 2 ** 31, -2 ** 31, 2 ** 61, -2 ** 62):
        values = [a + b, a - b, b - a, a * b, a // b, a % b, a & b, a | b, a ^ b, -a, ~a, a << 1, a >> 1, a < b, a == b, a >= b]
        for v in values: check = (check * 31 + int(v)) % 1000000007
    x = a
    x += 1; x -= 2; x *= 3; x //= 2; x ^= 5
    check = (check * 31 + x) % 1000000007
print(check)
for a in edges[:12] + edges[-6:]:
    print(a, a + 1, a - 1, a * 2, -a, ~a, a // 3, a % 3, a >> 3, a << 3, abs(a), a == a + 0, a < a + 1, a / 2)
n = 0
for i in range(2 ** 62 - 2, 2 ** 62 + 2): n += i
print(n)
for i in range(-2 ** 62 - 2, -2 ** 62 + 1): n += i
print(n, list(range(2 ** 64, 2 ** 64 + 3)), len(range(-5, 2 ** 29)))
for i in range(5, -5, -3): print(i, end=" ")
for i in range(2 ** 62 - 1, 2 ** 62 - 5, -2): print(i, end=" ")
for i in range(0): print("never")
for i in range(3, 1): print("never")
for i in range(1, 3, -1): print("never")
print()
i = 2 ** 62 - 3
while i < 2 ** 62 + 2: i += 1
print(i)
print([hash(2 ** k) == hash(float(2 ** k)) for k in (0, 30, 31, 61, 62, 63, 64, 100)])
