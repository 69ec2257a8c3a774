import sys
sys.path.insert(0, "lib_star")
import public
print(public.a, public.__name__, public.__file__.endswith("lib_star/public.py"))
sys.path.pop(0)
try:
    import listed
except ImportError as e:
    print(e)


class Fake:
    value = 5


sys.modules["fake_module"] = Fake
import fake_module
print(fake_module.value, fake_module is Fake)
from fake_module import value
print(value)
import lib_plain as p, math as m
print(p.base, m.pi > 3)
print(__name__, sys.modules["__main__"].p is p)


def inside():
    import lib_plain.one
    return lib_plain.one.value


print(inside(), inside())
