# Bytes that are UTF-8 are strings, as in MicroPython, unless the program says what they are.
import binascii
import json

print(json.dumps({"id": binascii.hexlify(b"\x01\xfe"), "text": [b"caf\xc3\xa9", b'"', b""]}))
print(json.dumps(b"caf\xc3\xa9", ensure_ascii=False))
print(json.dumps([b"x"], default=lambda b: list(b)))
for wrong in (b"\xff", bytearray(b"x"), {b"key": 1}):
    try:
        print(json.dumps(wrong))
    except TypeError as e:
        print(e)
