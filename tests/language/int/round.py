# round() of ints, and floor, ceil, trunc.
for n in (0, 5, 15, 25, 35, -5, -15, -25, 149, 150, 151, 1250, -1250, 10**20 + 5 * 10**9, 12345678901234567890):
    print(n, round(n), round(n, 2), round(n, -1), round(n, -2), round(n, -3), round(n, -10), round(n, -30), round(n, None))
print(round(True), round(55, -1), round(45, -1), round(7, -300))
try:
    round(5, "x")
except TypeError as error:
    print(error)
