print("b begins")
from . import a
x = "b.x"
print("b ends", hasattr(a, "x"))


def later():
    return a.x
