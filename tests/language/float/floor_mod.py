# Floor division and remainder of floats, with signs of zeros.
values = [0.1, 0.3, 1.0, 3.0, 5.5, 1e16, 1e17, 4.9, 5e-324]
for a in values:
    for b in values:
        for x, y in ((a, b), (-a, b), (a, -b), (-a, -b)):
            print(x // y, x % y, end=" ")
    print()
inf = float("inf")
for x, y in ((1.0, inf), (-1.0, inf), (1.0, -inf), (inf, 1.0), (0.0, inf), (-0.0, 3.0), (0.0, -3.0), (6.0, -3.0), (-6.0, 3.0)):
    print(x // y, x % y, divmod(x, y))
