# Around the edges of the machine word, where small ints become big ones.
edges = []
for bits in (15, 29, 30, 31, 32, 33, 61, 62, 63, 64, 65):
    edges += [2**bits - 1, 2**bits, 2**bits + 1, -(2**bits) - 1, -(2**bits), -(2**bits) + 1]
for n in edges:
    print(n, n + 1, n - 1, -n, n * 2, n * n, ~n, abs(n), n // 3, n % 3, n >> 1, n << 1)
total = 1
for i in range(70):
    total += total
    print(total, end=" ")
print()
n = 2**62
for i in range(5):
    n -= 1
    print(n, n == 2**62 - 1 - i, end=" ")
print()
