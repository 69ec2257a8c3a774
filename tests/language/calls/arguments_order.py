# The order in which a call's parts are evaluated.
log = []
def t(x):
    log.append(x)
    return x
def f(*a, **k): return a, k
print(f(t(1), *[t(2)], t(3), k=t(4), **{"z": t(5)}))
print(log)
log.clear()
class O:
    def __getattr__(self, n):
        log.append(n)
        return f
o = O()
o.method(t(1), t(2))
print(log)
log.clear()
t(f)(t(1))
print(len(log))
x = 1
def change():
    global x
    x = 2
    return 10
print(f(x, change(), x)[0])
def local():
    x = 1
    def ch():
        nonlocal x
        x = 5
        return 0
    return f(x, ch(), x)[0], x + ch() + x
print(local())
i = 0
print(i + (i := 5) + i)
