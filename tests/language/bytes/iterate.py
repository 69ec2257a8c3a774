# Iterating over bytes and bytearrays.
print([x for x in b"abc"], list(bytearray(b"xy")), sum(b"\x01\x02"), max(b"abc"), list(enumerate(b"ab")), list(zip(b"ab", b"cd")), list(reversed(b"abc")), sorted(b"cab"))
it = iter(b"ab")
print(next(it), it.__length_hint__(), next(it), next(it, None), next(it, None), type(it).__name__, type(iter(bytearray())).__name__)
a, b, c = b"xyz"
print(a, b, c, dict.fromkeys(b"ab"), set(b"aa"), tuple(b"hi"))
data = bytearray(b"abc")
out = []
for x in data:
    out.append(x)
    if len(data) < 6:
        data.append(x)
print(out, data)
