# Operators, literals, deletion, names of classes and functions.
def run():
    print(1 < 2 < 3, 1 < 3 < 2, 1 == 1 != 2, not 1 == 2, 3 if 0 else 4, [] or 0 or 'x', 1 and 2 and 3)
    print((lambda *a, b=1, **c: (a,b,c))(1,b=2,d=3), 10 if (n:=5) > 3 else 0, n)
    print(0x1F, 0b11, 0o17, 1_000, 1e3, 1.5j, .5, 5., 'a' "b", r'\n', b'\x00\xff', '\N{BULLET}', '\u00e9\U0001F600')
    x=[1,2,3,4]; del x[1:3]; print(x); del x[0], x[0]; print(x)
    print({1,2}|{3}, {'a':1}|{'b':2}, [1]*3, 'ab'*2, (1,)+(2,), 7//-2, 7%-2, -7//2, divmod(-7,2), 2**-1, 2**100, -2**2, ~5, 5^3, 1<<70>>69)
    i=0
    while True:
        i+=1
        if i==2: continue
        if i>3: break
    else: print('no')
    print(i)
    global zz
    zz=1; del zz
    try: zz
    except NameError as e: print(e)
    print(__name__, __debug__, ..., NotImplemented, type(...), Ellipsis is ...)
    class A:
        """doc"""
        x: int = 1
        def f(self): "fdoc"
    print(A.__doc__, A.f.__doc__, A.__annotations__, A.__module__, A.__qualname__, A.f.__qualname__, A.__dict__['x'], sorted(k for k in vars(A) if not k.startswith('_')))
    print(eval('1+1'), exec('q=1'), eval(compile('2*3','s','eval')), callable(A), isinstance(A(), (int, A)), id(A)==id(A))
    print(dir()[:3], locals()['i'])


run()
