# Magnitudes that may be stored differently, in long sums.
x = 1e-200
total = 0.0
for i in range(1000):
    total += x * i
    x *= 1.5 if i % 7 else 0.1
print(total, x)
tiny, huge = 1e-40, 1e40
for i in range(10):
    tiny *= 1e-30
    huge *= 1e26
    print(tiny, huge, tiny * huge, -tiny, huge == huge * 1.0)
z = -0.0
print(z, z * 1, z + 0.0, 0.0 * -1, -z, z == 0, [z], 1 / float("-inf"))
limits = [2.0**-128, 2.0**-127, 2.0**-126, 2.0**127, 2.0**128, 2.0**129]
print(limits, [-v for v in limits], [v + v for v in limits], sum(limits))
