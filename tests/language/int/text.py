# Decimal and other texts of large numbers, there and back.
for n in (10**18, 10**19, 10**20 - 1, 2**64, 2**128 - 1, 10**100, 10**100 - 1, 3**500, -(7**300)):
    s = str(n)
    print(s, len(s), int(s) == n)
    print(hex(n), oct(n), bin(n)[:80], int(hex(n), 16) == n, int(oct(n), 0) == n, int(bin(n), 2) == n)
seed = 1
for size in (10, 100, 500, 1000, 1500, 2000, 3000, 4000):
    seed = seed * 6364136223846793005 % 2**64
    n = pow(seed | 1, size // 19)
    s = str(n)
    check = 0
    for c in s:
        check = (check * 31 + ord(c)) % 1000000007
    print(size, len(s), check, int(s) == n, int(s, 16) % 1000000007, int("1" + "0" * size) == 10**size)
for base in (3, 5, 7, 12, 29, 35, 36):
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"[:base] * 20
    print(base, int(digits, base) % 10**40)
