from lib_star.public import *
print(a, c(), "_b" in globals())
from lib_star.listed import *
print(_x, y, "z" in globals())
try:
    from lib_star.wrong import *
except AttributeError as e:
    print(e)
from lib_package import *
print(the_answer, late.late_value, "count" in globals())
from math import *
print(sqrt(9.0), floor(2.5))
