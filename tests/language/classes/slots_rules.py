# __slots__: reading, missing, inherited, wrong.
def run():
    class S:
        __slots__=('a','b')
        def __init__(self): self.a=1
    s=S(); print(s.a)
    for f in (lambda: s.b, lambda: setattr(s,'c',1), lambda: s.__dict__, lambda: S.a):
        try: print(type(f()).__name__)
        except AttributeError as e: print(e)
    class T(S):
        __slots__=('c',)
    t=T(); t.c=3; print(t.a,t.c,S.__slots__,T.__slots__)
    class U(S): pass
    u=U(); u.z=1; print(u.__dict__, u.a)
    class W: __slots__={'x':'docx'}; 
    w=W(); w.x=1; print(w.x)
    class X: __slots__='one'
    x=X(); x.one=1; print(x.one)
    try:
        class Y: __slots__=['a','a b']
    except TypeError as e: print(e)
    try:
        class Z: __slots__=['a']; a=1
    except ValueError as e: print(e)


run()
