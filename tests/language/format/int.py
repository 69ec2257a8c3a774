# The mini-language on ints.
numbers = [0, 1, -1, 42, -12345, 1234567890, 2**70, True]
specs = ["", "d", "5", "<5", "^6", ">6", "=6", "05", "+d", " d", "-d", "x", "X", "#x", "#X", "o", "#o", "b", "#b", "08b", "#010x", "+#06x", ",", "_", "_x", "_b", "#_o", "010,", "012,d", "+015_", "*^20,", "0=10", "\u20ac>8", "n", "e", ".2f", "10.3f", "%", "g", ".0%", ",.2f", "E", "F", "G", "012,.1f", "z<5", "020_b", "#5x", "<010", "x<+8d"]
for n in numbers:
    print(n, [format(n, s) for s in specs])
print(format(65, "c"), format(0x20AC, "c"), repr(format(65, "5c")), repr(format(65, ">5c")), repr(format(65, "^5c")))
for spec in ("s", "q", ".2", ".2d", ",x", "_c", "+c", "#c", ",,", ",_", "5.", "d5", "<<<", "\xe9", "0x5", "1" * 30, "__", ",n", "5 "):
    try:
        print(format(42, spec))
    except ValueError as error:
        print(spec, error)
for value in (-1, 0x110000, 10**30):
    try:
        format(value, "c")
    except OverflowError as error:
        print(error)
try:
    format(10**400, "f")
except OverflowError as error:
    print(error)
try:
    format(5, 5)
except TypeError as error:
    print(type(error).__name__)
