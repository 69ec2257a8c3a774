# What an array is made of: bytes are its memory, anything else its items.
from array import array

print(array("h", b"\1\0\2\0"), array("B", bytearray(b"xyz")), array("h", memoryview(b"ab")))
print(array("b", (1, 2)), array("b", {1}), array("b", iter([1, 2])), array("d", range(3)))
print(array("h", array("b", [-1, 2])), array("d", array("i", [5])), array("i", array("i", [7])))
try:
    array("i", array("d", [1.0]))
except TypeError as e:
    print(e)
try:
    array("i", b"abc")
except ValueError as e:
    print(e)


class Index:
    def __index__(self):
        return 42


print(array("B", [Index(), True]))


def failing():
    yield 1
    raise KeyError("stop")


try:
    array("i", failing())
except KeyError as e:
    print(e)
