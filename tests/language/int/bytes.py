# to_bytes and from_bytes.
for n in (0, 1, 127, 128, 255, 256, 65535, 2**31, 2**63, 10**20):
    size = (n.bit_length() + 7) // 8 + 1
    for order in ("big", "little"):
        data = n.to_bytes(size, order)
        negative = (-n).to_bytes(size, order, signed=True)
        print(data, negative, int.from_bytes(data, order), int.from_bytes(negative, order, signed=True), int.from_bytes(negative, order))
print((0).to_bytes(0, "big"), int.from_bytes(b"", "big"), (5).to_bytes(), int.from_bytes(b"\x01\x02"))
print(int.from_bytes([1, 2, 3], "big"), int.from_bytes(bytearray(b"\xff\xfe"), "little", signed=True))
print((-128).to_bytes(1, "big", signed=True), (127).to_bytes(1, "big", signed=True), (-1).to_bytes(3, byteorder="little", signed=True))
for call in (
    lambda: (256).to_bytes(1, "big"),
    lambda: (-1).to_bytes(1, "big"),
    lambda: (128).to_bytes(1, "big", signed=True),
    lambda: (-129).to_bytes(1, "big", signed=True),
    lambda: (1).to_bytes(1, "middle"),
    lambda: (1).to_bytes(-1, "big"),
    lambda: int.from_bytes("ab", "big"),
    lambda: (1).to_bytes(0, "big"),
):
    try:
        print(call())
    except (OverflowError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
