import base64


def attempt(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as e:
        print(type(e).__name__, e)


for data in (b"", b"\xff\xfe\xfd", b"\xfb\xff", bytes(range(20)), bytearray(b"any"), memoryview(b"carnal")):
    print(base64.b64encode(data), base64.urlsafe_b64encode(data), base64.b64encode(data, b"@$"))
    print(base64.b64decode(base64.b64encode(data)) == data, base64.standard_b64decode(base64.standard_b64encode(data)) == data)
    print(base64.urlsafe_b64decode(base64.urlsafe_b64encode(data)) == data)
attempt(base64.b64decode, "__79", "-_")
attempt(base64.b64decode, "YW-j", validate=True)
attempt(base64.b64decode, "YW-j")
attempt(base64.b64decode, "YWj")
attempt(base64.b64decode, "\u00e9")
attempt(base64.b64decode, 5)
attempt(base64.b64encode, "text")
attempt(base64.b64encode, b"x", b"abc")
attempt(base64.urlsafe_b64decode, "_-A=")
