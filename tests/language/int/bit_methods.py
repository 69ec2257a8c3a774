# bit_length, bit_count, and the numeric attributes.
for n in (0, 1, -1, 2, 255, 256, 2**31, 2**32, -(2**63), 2**64 - 1, 10**40):
    print(n, n.bit_length(), n.bit_count(), n.real, n.imag, n.numerator, n.denominator, n.conjugate(), n.as_integer_ratio())
print(True.bit_length(), True.real, False.numerator, True.conjugate(), True.as_integer_ratio())
print((5).__index__(), (5).__int__(), (5).__float__(), (-5).__abs__(), (7).__trunc__(), (7).__floor__(), (7).__ceil__())
