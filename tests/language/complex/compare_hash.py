# Equality with real numbers, hashes, truth. Needs 64-bit words.
print(1 + 0j == 1, 1 + 0j == 1.0, 1j == 1, 1j != 1, 0j == False, complex(2**53 + 1) == 2**53 + 1, complex("nan") == complex("nan"), 1j == "1j", 1j == None)
print(hash(1 + 0j) == hash(1), hash(1j), hash(2 + 1j), {1: "one"}[1 + 0j], bool(0j), bool(1j), bool(complex(-0.0, 0)))
print([c for c in (1, 1j, 2 + 0j) if c in [1, 2]], type(1j), isinstance(1j, complex), (1 + 2j).real, (1 + 2j).imag)
try:
    (1j).real = 3
except AttributeError as error:
    print(type(error).__name__)


class Signal(complex):
    tag = "s"


s = Signal(1, 2)
print(s, s + 1, type(s + 1).__name__, s.real, s.tag, abs(Signal(3, 4)), s == 1 + 2j)
