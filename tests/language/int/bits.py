# Two's complement with as many bits as needed.
values = [0, 1, 5, 255, 2**31, 2**32 - 1, 2**63, 2**64 - 1, 10**25, 2**100 - 1]
values += [-v for v in values]
for a in values:
    print(a, ~a, [a & b for b in values], [a | b for b in values], [a ^ b for b in values])
print(True & 3, True | 6, True ^ True, True & False, True | False, ~True, -True)
a = 0b1100
a &= 0b1010
a |= 1
a ^= 2
print(a)
for bad in ("1.0 & 1", "1 | 'a'", "None ^ 1"):
    try:
        eval(bad)
    except TypeError as error:
        print(error)
