# MicroPython's type codes besides: objects, which are kept alive, and addresses
import gc
from array import array

a = array("O", ["one", [2], None])
a.append({"k": "v" * 3})
gc.collect()
junk = [bytearray(40) for _ in range(200)]
print(a, len(a), a[1] is a[1])
a.append(a)
print(a)
a.pop()
a[0] = 1.5
del a[1]
a.extend("xy")
a[1:2] = array("O", [(), []])
print(a, a.count("x"), "y" in a, a * 2 == a + a, a[::-1])
for wrong in (lambda: memoryview(a), lambda: bytes(a.tobytes()), lambda: a.frombytes(b"12345678"), lambda: a.byteswap()):
    try:
        wrong()
        print("done")
    except (TypeError, RuntimeError) as e:
        print(type(e).__name__)
p = array("P", [0, 1 << 31])
p.append(7)
print(p, p[2])
try:
    p.append(-1)
except OverflowError as e:
    print(e)
import uarray

print(uarray.array is array)
