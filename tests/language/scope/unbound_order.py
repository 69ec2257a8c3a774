# An unbound local is noticed before what stands behind it runs; a comprehension's variable has its name in the error.
log=[]
def f(*a): log.append(a); return 1
def show(fn, *a):
    log.clear()
    try: r=fn(*a)
    except Exception as e: r=type(e).__name__+': '+str(e)
    print(fn.__name__, r, log)
def a1():
    r = c + f(1)
    c = 1
def a2():
    if 0: x=1
    x[f()] = f(2)
def a3():
    d={}
    d[f(3)] = v
    v=1
def a4():
    f().x = v
    v=1
def a5():
    y[f(5)]
    y=1
def a6():
    c < f(6)
    c=1
def a7():
    c < f(7) < f(8)
    c=1
def a8():
    c += f(8)
def a9():
    if c == f(9): pass
    c=1
def b1():
    a, b = c, f(1)
    c=1
def b2():
    {c: f(2)}
    c=1
def b3():
    x = 1
    del x
    return x + f(3)
def b4():
    for i in (): pass
    return i + f(4)
def b5(i):
    del i
    return i + f(5)
def b6():
    try: raise ValueError
    except ValueError as e: e + 'x' if 0 else 0
    return e + f(6)
def b7():
    while f(0) and 0: z=1
    return z + f(7)
def b8():
    if f(): q=2
    return q + f(8)
def b9():
    try: q=1; raise ValueError
    except ValueError: pass
    return q + f(9)
def c1():
    with open('/dev/null') as g: pass
    return g.name + f.__name__ + str(f(1))
def c2():
    return c + nothere
    c=1
def c3():
    c.x.y(f(3))
    c=1
def c4():
    c.m(f(4))
    c=1
def c5():
    c[f(5):f(6)]
    c=1
def c6():
    f"{c}{f(6)}"
    c=1
def c7():
    c and f(7)
    c=1
def c8():
    x = [c, f(8)]
    c=1
def c9():
    return [a for b in [1] for c in [a] for a in [2]]
def d1():
    return [(a,c) for a in (1,2) for c in ([c] if a == 2 else [5])]
def d2():
    return [(a,c) for a in (1,2) for c in ([c] if a == 1 else [5])]
def d3():
    return {(a,c):0 for a in (1,2) for c in [c]}
def d4():
    return [lambda: c for a in (1,2) for c in [c]]
def d5():
    c[0] += f(5)
    c=1
def d6():
    f(1)[c] = f(2)
    c=1
def d7():
    def g(): pass
    import sys
    class K: pass
    return bool(g + f(7) if 0 else sys and K)
def d8():
    del c[f(8)]
    c=1
for fn in (a1,a2,a3,a4,a5,a6,a7,a8,a9,b1,b2,b3,b4,b6,b7,b8,b9,c1,c2,c3,c4,c5,c6,c7,c8,c9,d1,d2,d3,d4,d5,d6,d7,d8): show(fn)
show(b5, 3)
print([x for y in [1] for x in [y]])
try: print([p for q in [1] for r in [p] for p in [2]])
except NameError as e: print(e)
