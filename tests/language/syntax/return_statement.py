def a(): return
def b(): return 1, 2
def c(): return (yield)
def d(): return *[1], 2
def e():
    for i in range(3):
        while True:
            if i == 1:
                return i
            break
def f(x):
    if x:
        return x
    else:
        return not x
    return "unreachable"
def g():
    return lambda: (lambda: 1)()
def h(x):
    return x if x else x + 1
def i(x):
    return x and x > 1 or None
def j(x):
    return x == 1, x != 1, x is 1, x in (1,), not x
def k():
    return [i for i in range(3)], {1: 2}, {3}, "s", f"{1}"
def l():
    return True
    x = 1
    print(x)
def m():
    x = 5
    return (x := x + 1) + x
def n():
    while True:
        return 1
    else:
        return 2
print(a(), b(), list(c()), d(), e(), f(0), f(3), g()(), h(0), h(2), i(1), i(5), k(), l(), m(), n())
