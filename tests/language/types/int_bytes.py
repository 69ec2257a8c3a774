# int.to_bytes, from_bytes, bit_length and bit_count, with every default.
print((3).to_bytes(), (3).to_bytes(2), (3).to_bytes(2, "little"), (3).to_bytes(length=4, byteorder="little"), (-1).to_bytes(2, signed=True), (0).to_bytes(0, "big"), True.to_bytes())
print(int.from_bytes(b"\x01\x02"), int.from_bytes(b"\x01\x02", "little"), int.from_bytes(b"\xff", signed=True), int.from_bytes([1, 2, 3], "big"), int.from_bytes(bytearray(b"\1\0"), byteorder="little"), int.from_bytes(b""))
for n in (0, 1, 127, 128, 255, 256, 2**31, 2**63 - 1, 2**64, 3**100):
    size = (n.bit_length() + 8) // 8
    for order in ("big", "little"):
        for m in (n, -n):
            data = m.to_bytes(size, order, signed=True)
            print(len(data), int.from_bytes(data, order, signed=True) == m, m.bit_length(), m.bit_count())
wrong = (lambda: (256).to_bytes(), lambda: (-1).to_bytes(), lambda: (128).to_bytes(1, signed=True), lambda: (1).to_bytes(-1), lambda: (1).to_bytes(1, "middle"), lambda: (1).to_bytes(1, 2), lambda: int.from_bytes(b"a", "middle"),
         lambda: int.from_bytes("a"), lambda: int.from_bytes(5), lambda: int.from_bytes([256]), lambda: int.from_bytes(), lambda: (1).to_bytes("x"), lambda: (1).to_bytes(1, "big", True))
for action in wrong:
    try:
        print(action())
    except (OverflowError, ValueError, TypeError) as e:
        print(type(e).__name__, e)


class I(int):
    pass


print(type(I.from_bytes(b"\5")).__name__, I(5).to_bytes(), (12).numerator, (12).denominator, (12).real, (12).imag, (12).conjugate(), (12).as_integer_ratio(), (12).__index__())
