# what MicroPython's compiler knows without an import: const, micropython, and viper's pointers


@micropython.viper
def swap(dest: ptr16, source: ptr8, n: int):
    for i in range(n):
        dest[i] = source[2 * i] << 8 | source[2 * i + 1] | 0x70000


@micropython.native
def double(x):
    return 2 * x


class Packer:
    @micropython.viper
    @staticmethod
    def pack(data, color: uint):
        buffer = bytearray(8)
        out = ptr32(buffer)
        out[0] = color
        out[1] = -1
        return buffer

    @micropython.viper
    def fill(self, data: ptr8, value: int) -> int:
        for i in range(3):
            data[i] = value + i
        return 3


out = bytearray(4)
swap(out, b"\x01\x02\x03\x04", 2)
print(bytes(out))
print(out, double(21), Packer.pack(None, 0x11223344), Packer().fill(out, 0x1FE), out)
pointer = ptr32(bytearray(b"\x01\0\0\0\xff\xff\xff\xff"))
print(pointer[0], pointer[1], uint(-1), ptr8(pointer)[4], micropython.const(5), hasattr(micropython, "nothing"))
for bad in (lambda: pointer[2], lambda: ptr8(b"x").__setitem__, lambda: ptr16(5)):
    try:
        bad()
    except (IndexError, TypeError, AttributeError) as e:
        print(type(e).__name__)
try:
    ptr8(b"x")[0] = 1
except TypeError as e:
    print(e)
