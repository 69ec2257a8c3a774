import math
import sys

math.extra = 5
print(math.extra, math.sqrt(16), "extra" in math.__dict__, math.__name__)
del math.extra
try:
    math.extra
except AttributeError as e:
    print(e)
old = math.pi
math.pi = 3
print(math.pi)
math.pi = old
print(round(math.pi, 4))
print(sys.modules["math"] is math, type(math).__name__)
m = type(sys)("made", "its doc")
m.x = 1
print(m.x, m.__name__, m.__doc__, m)
try:
    m.y
except AttributeError as e:
    print(e)
m.__getattr__ = lambda name: "computed " + name
print(m.y)
