# Which scope comprehensions and lambdas see in functions and classes.
def run():
    x='outer'
    class A:
        x='class'
        l=[x for _ in range(1)]
        m=[y for y in x]
        n=(lambda: x)()
        def f(self): return x
    print(A.l, A.m, A.n, A().f())
    fs=[lambda: i for i in range(3)]
    print([f() for f in fs])
    print([[i*j for j in range(i)] for i in range(4)])
    print({k:v for k,v in zip('ab',[1,2])}, {a for a in 'hello'}=={*'hello'})
    print((y:=5), [y:=z for z in range(3)], y)


run()
