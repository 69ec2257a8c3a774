class A:
    pass


try:
    A().thing
except AttributeError as e:
    print(e, e.name, type(e.obj).__name__, e.args)
e = AttributeError("text", name="n", obj=5)
print(e.name, e.obj, e)
print(AttributeError().name)
try:
    AttributeError(wrong=1)
except TypeError as e:
    print(e)
try:
    undefined_name
except NameError as e:
    print(e, e.name)
try:
    import math
    math.nothing
except AttributeError as e:
    print(e)
try:
    A.f.g
except AttributeError as e:
    print(e)
