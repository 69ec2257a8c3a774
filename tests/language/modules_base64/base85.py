import base64


def attempt(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as e:
        print(type(e).__name__, e)


samples = [bytes(range(n)) for n in range(9)] + [b"\0" * 8, b"\xff" * 7, b"    " * 2 + b" ", b"hello world" * 3, bytearray(b"\0\0")]
for data in samples:
    print(base64.b85encode(data), base64.b85encode(data, pad=True))
    print(base64.b85decode(base64.b85encode(data)) == data)
    print(base64.a85encode(data), base64.a85encode(data, foldspaces=True, pad=True))
    print(base64.a85encode(data, wrapcol=7, adobe=True), base64.a85encode(data, wrapcol=1))
    print(base64.a85decode(base64.a85encode(data)) == data)
    print(base64.a85decode(base64.a85encode(data, foldspaces=True, adobe=True), foldspaces=True, adobe=True) == data)
for text in ("ab\0c", "~~~~~", "00", "0", "|NsC0", "", "abc de"):
    attempt(base64.b85decode, text)
for text in ("z", "az", "s8W-!", 's8W-"', "y", "ab c", "ab~", "", "zz", "uuuuu"):
    attempt(base64.a85decode, text)
    attempt(base64.a85decode, text, foldspaces=True, ignorechars=b"c ")
attempt(base64.a85decode, "ab", adobe=True)
attempt(base64.a85decode, b"!!*-~>", adobe=True)
