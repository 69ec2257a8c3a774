print("a begins")
from . import b
x = "a.x"
print("a ends", b.x)
