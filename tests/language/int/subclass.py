# Instances of subclasses are ints of any size with attributes.
class Meters(int):
    def __new__(cls, value, unit="m"):
        self = super().__new__(cls, value)
        self.unit = unit
        return self

    def __str__(self):
        return "%d%s" % (self, self.unit)


class Loud(int):
    def __add__(self, other):
        return "added"

    def __radd__(self, other):
        return "radded"

    def __eq__(self, other):
        return "equal"

    __hash__ = int.__hash__


for value in (5, 2**80, -3):
    m = Meters(value, "km")
    print(m, repr(m), m + 1, type(m + 1).__name__, type(-m).__name__, type(+m).__name__, m == value, hash(m) == hash(value), m.unit, isinstance(m, int))
    print(m * 2, m // 2, m % 7, m & 255, ~m, m << 3, [1, 2, 3][Meters(1)], int(m), type(int(m)).__name__, m.bit_length())
    print({value: "found"}[m], float(m), "%x" % m if value > 0 else "", f"{m:>30d}", max(m, 4))
print(Loud(1) + 1, 1 + Loud(1), Loud(1) == 2, Loud(3) - 1, sum([Loud(1)]))
print(Meters.from_bytes(b"\x05", "big"), type(Meters.from_bytes(b"\x05", "big")).__name__)
