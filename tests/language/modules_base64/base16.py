import base64


def attempt(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as e:
        print(type(e).__name__, e)


print(base64.b16encode(bytes(range(160, 180))), base64.b16encode(bytearray(b"\0")))
for text in ("6162", "6g62", "616", "ab", "AB", b"FF00", " 61", ""):
    attempt(base64.b16decode, text)
    attempt(base64.b16decode, text, True)
attempt(base64.b16decode, "ab", casefold=True)
attempt(base64.b16encode, "text")
