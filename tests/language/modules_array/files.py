import io
from array import array

f = io.BytesIO()
array("h", [1, -1, 300]).tofile(f)
array("h").tofile(f)
print(f.getvalue())
f.seek(0)
a = array("h", [9])
a.fromfile(f, 2)
print(a)
try:
    a.fromfile(f, 5)
except EOFError as e:
    print(e, a)
try:
    a.fromfile(f, 1)
except EOFError as e:
    print(e, a)
for wrong in (lambda: a.fromfile(5, 1), lambda: a.tofile(5), lambda: a.fromfile(io.StringIO("ab"), 1), lambda: a.fromfile(f, -1)):
    try:
        print(wrong())
    except Exception as e:
        print(type(e).__name__)
