# needs 64-bit words: each type code keeps the numbers of its C type, and nothing else
from array import array, typecodes

print(typecodes)
for code in "bBhHiIlLqQ":
    size = array(code).itemsize
    bits = size * 8
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if code >= "a" else (0, (1 << bits) - 1)
    a = array(code, [low, high, 0, 1])
    print(code, size, a, a.tolist() == [low, high, 0, 1], a.typecode)
    a[0], a[1] = a[1], a[0]
    print(a[0] == high, a[-3] == low)
    for wrong in (low - 1, high + 1, 1 << 70, -(1 << 70)):
        for change in (lambda: a.append(wrong), lambda: a.__setitem__(0, wrong), lambda: array(code, [wrong])):
            try:
                change()
                print("kept", wrong)
            except OverflowError as e:
                print(e)
    print(len(a), a[0] == high)
