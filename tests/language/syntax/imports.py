import math
import math as m, sys
import os.path
import os.path as p
from math import pi, floor as fl
from math import (
    ceil,
    sqrt as root,
)
from os import path as q
print(m is math, pi > 3, fl(2.5), ceil(2.1), root(4), os.path is p, p is q)


def f():
    import sys as j, math
    from math import e
    return math.floor(e), j.argv is sys.argv


print(f())


class C:
    import math as mm
    from math import tau


print(C.mm.pi == pi, C.tau > 6)
for source in ("import nosuchmodule", "from math import nosuch", "import math.nosuch", "from nosuch.sub import x"):
    try:
        exec(source)
    except ImportError as e:
        print(type(e).__name__)
space = {}
exec("from math import *", space)
print("pi" in space, "__name__" in space)
try:
    from math import nosuch as x
except ImportError:
    x = None
print(x)
if True:
    import math as conditional
print(conditional.pi == pi)
