# ustruct, unlike struct, cuts ints to size, as MicroPython's drivers expect; const needs no import
import struct
import ustruct

LIMIT = const(0x80)
print(ustruct.pack("<bBhHiIqQ", LIMIT, 0x1FF, 0x8000, -1, 1 << 31, -2, 1 << 63, -1).hex())
buffer = bytearray(3)
ustruct.pack_into(">h", buffer, 1, 70000)
print(buffer.hex(), ustruct.unpack(">bh", buffer), ustruct.calcsize("<bh"), ustruct.error is struct.error)
for bad in (lambda: struct.pack("b", 200), lambda: ustruct.pack("b", "x"), lambda: ustruct.pack("f", None), lambda: ustruct.pack("bb", 1)):
    try:
        bad()
    except (struct.error, TypeError) as e:
        print(type(e).__name__, e)
