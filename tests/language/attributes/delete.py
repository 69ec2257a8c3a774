class A:
    def __init__(self):
        self.a = 1
        self.b = 2


x = A()
del x.a
print(x.__dict__)
try:
    del x.a
except AttributeError as e:
    print(e)
x.a = 3
print(x.a, x.__dict__)
y = A()
del y.b
y.b = 5
print(y.a, y.b)
try:
    del A.nothing
except AttributeError as e:
    print(e)
try:
    del y.method
except AttributeError as e:
    print(e)
