# C3 order and super() along it.
def run():
    class O: pass
    class A(O): pass
    class B(O): pass
    class C(A,B): pass
    class D(B,A): pass
    try:
        class E(C,D): pass
    except TypeError as e: print(e)
    print([c.__name__ for c in C.__mro__], C.mro()==list(C.__mro__))
    class X:
        def f(s): return ['X']
    class Y(X):
        def f(s): return ['Y']+super().f()
    class Z(X):
        def f(s): return ['Z']+super().f()
    class W(Y,Z):
        def f(s): return ['W']+super().f()
    print(W().f(), super(Y,W()).f(), super(W,W).f(W()))


run()
