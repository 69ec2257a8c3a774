import binascii


def attempt(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as e:
        print(type(e).__name__, e)


for size in range(10):
    data = bytes(range(250, 250 - size, -1))
    text = binascii.b2a_base64(data)
    print(text, binascii.a2b_base64(text) == data, binascii.b2a_base64(data, newline=False))
texts = """YWJj|YW Jj|YWI=|YWI|YQ==|YQ=|Y|=|====|YQ==YQ==|YWJjZ|Y=Q==|YQ=x=|YQ=Q|=YWJj|YW-Jj|YQ===|Y===|Y=Q=|YQ=a=|YWJj=|"""
for text in texts.split("|"):
    for strict in (False, True):
        attempt(binascii.a2b_base64, text, strict_mode=strict)
attempt(binascii.a2b_base64, "YQ==\n", strict_mode=True)
attempt(binascii.a2b_base64, b"YQ==\nYg==\n")
attempt(binascii.a2b_base64, "\u20ac")
attempt(binascii.b2a_base64, "text")
attempt(binascii.a2b_base64, 1)
