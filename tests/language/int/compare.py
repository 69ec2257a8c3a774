# Ordering and equality of ints of all sizes.
values = [0, 1, -1, 5, 2**31, -(2**31), 2**62, 2**63, -(2**63), 2**64, 10**30, 10**30 + 1, -(10**30), True, False]
for a in values:
    print(a, [(a < b, a <= b, a == b, a != b, a > b, a >= b) for b in values].count((True, True, False, True, False, False)), [int(a == b) for b in values])
print(sorted(values), max(values), min(values))
print(1 == "1", 1 != None, 2**70 == "x")
for bad in ("1 < 'a'", "2**70 >= None", "1 < [1]"):
    try:
        eval(bad)
    except TypeError as error:
        print(error)
