# Arguments of every kind, and what is wrong about them.
def run():
    def f(a,b=2,/,c=3,*d,e,f=6,**g): return (a,b,c,d,e,f,g)
    print(f(1,e=5),f(1,2,3,4,5,e=0,z=1),f(1,e=5,a=9,b=8))
    for call in ("f()","f(1)","f(1,2,3,e=1,e2=3,c=5)","f(b=1,e=2)","f(1,2,c=3,*[4],e=1)","f(e=1,**{'e':2})","f(1,e=1,**{1:2})","f(*5)","f(**5)","(lambda:0)(1)","(lambda a:0)()","(lambda a,b:0)()","(lambda a,b,c:0)()","(lambda *,a:0)()","(lambda *,a,b:0)()","(lambda *,a:0)(b=1)","(lambda a,/:0)(a=1)","(lambda a:0)(1,a=1)","(lambda a=1:0)(1,2)","(lambda a,b=1:0)(1,2,3)", "(lambda a,*,k=1:0)(1,2)","(lambda a,*,k:0)(1,2)"):
        try: print(eval(call))
        except TypeError as e: print(e)
    def deco(x):
        def d(fn):
            def w(*a): return (x,fn(*a))
            return w
        return d
    @deco(1)
    @deco(2)
    def g(x): return x
    print(g(3))
    l=[1]
    def m(x,acc=l): acc.append(x); return acc
    print(m(1),m(2),m.__defaults__)


run()
