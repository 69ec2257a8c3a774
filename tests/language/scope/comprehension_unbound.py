# A comprehension is part of its function, so what is unbound in it is a local variable of the function.
def f():
    values = [x for i in range(2)]
    x = 1
    return values


try:
    f()
except NameError as e:
    print(type(e).__name__, e)
