# Closures: cells, nonlocal, loops, late binding.
def counter():
    n = 0
    def up(by=1):
        nonlocal n
        n += by
        return n
    def get(): return n
    return up, get

up, get = counter()
up(); up(5)
print(get(), up(), get())
a, b = counter(), counter()
a[0](); print(a[1](), b[1]())

def late():
    fs = []
    for i in range(3):
        fs.append(lambda: i)
    return [f() for f in fs]
print(late())

def early():
    return [f() for f in [lambda i=i: i for i in range(3)]]
print(early())

def deep():
    x = 1
    def l1():
        def l2():
            def l3():
                nonlocal x
                x *= 2
                return x
            return l3
        return l2
    f = l1()()
    f(); f()
    return x
print(deep())

def unbound():
    def inner(): return later
    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)
    later = 1
    return inner()
print(unbound())

def deleted():
    x = 1
    def inner(): return x
    del x
    try:
        inner()
    except NameError as e:
        print(type(e).__name__)
    x = 2
    return inner()
print(deleted())

def param(x):
    def get(): return x
    x += 1
    return get
print(param(1)())
print(param.__closure__, len(param(1).__closure__))
