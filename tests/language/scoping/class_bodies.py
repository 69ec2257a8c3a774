# Names in class bodies: the body's own, the function's, the module's, and methods that skip the body.
x = "global"
def f(x):
    class A:
        print("seen", x)
        y = x
        def m(self): return x
        x = "body"
        print(x, [x for _ in "a"], [y for y in x][:1])
        z = (lambda: x)()
        class B:
            w = x
            def m(self): return x
    return A, A().m(), A.z, A.B.w, A.B().m(), A.x


print(f("local")[1:])
class C:
    x = x
    del x
    try: print(x)
    except NameError as e: print(e)
    x = "again"
    def m(self): return __class__.__name__, x
    def g(self, x=x): return x
print(C().m(), C().g())
def g():
    class A:
        nonlocal y
        y = 5
        global z
        z = 6
    return y, hasattr(A, "y"), z
    y = 1
print(g(), z)
class D:
    for i in range(2): pass
    [j for j in range(3)]
    with open(__file__) as k: pass
    import sys as s
print(sorted(n for n in vars(D) if len(n) == 1))
