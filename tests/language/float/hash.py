# Hashes agree with those of equal ints. Needs 64-bit words.
for d in (0.0, -0.0, 1.0, -1.0, -2.0, 0.5, 0.1, 1e10, 1e300, 5e-324, float("inf"), -float("inf"), 2.0**61, 123.456, -123.456):
    print(hash(d), hash(d) == hash(int(d)) if abs(d) < 1e308 and d.is_integer() else "")
