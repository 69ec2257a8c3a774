import base64


def attempt(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as e:
        print(type(e).__name__, e)


for size in range(12):
    data = bytes(range(200, 200 + size))
    print(base64.b32encode(data), base64.b32hexencode(data))
    print(base64.b32decode(base64.b32encode(data)) == data, base64.b32hexdecode(base64.b32hexencode(data)) == data)
for text in ("MFRGG===", "MFRGG", "mfrgg===", "MFRGG1==", "M=======", "MF======", "MFR=====", "MFRGGZA=", "========", "MFRGG=A=", "", "\u00e9"):
    attempt(base64.b32decode, text)
    attempt(base64.b32decode, text, True)
attempt(base64.b32decode, "MF0GG1==", map01="L")
attempt(base64.b32decode, "MF0GG1==", map01=b"I")
attempt(base64.b32hexdecode, "c5h66===", True)
attempt(base64.b32encode, "text")
