import base64
import io

data = bytes(range(256))
print(base64.encodebytes(data), base64.decodebytes(base64.encodebytes(data)) == data)
print(base64.encodebytes(b""), base64.encodebytes(b"x" * 57), base64.encodebytes(b"x" * 58))
out = io.BytesIO()
base64.encode(io.BytesIO(data[:130]), out)
print(out.getvalue())
out.seek(0)
back = io.BytesIO()
base64.decode(out, back)
print(back.getvalue() == data[:130])
for wrong in ("text", 5):
    try:
        base64.encodebytes(wrong)
    except TypeError as e:
        print(e)
