# Code comes back as code, and runs in other globals.
import marshal
def f(a,b=2,*c,k=3): return (a,b,c,k,G)
t=type(f)
g=t(marshal.loads(marshal.dumps(f.__code__)),{"G":"global"})
print(g(1,2,3,k=4))
exec(marshal.loads(marshal.dumps(compile("x=5\nprint(x+y)","n","exec"))),{"y":1})
print(eval(marshal.loads(marshal.dumps(compile("y*2","n","eval"))),{"y":21}))
m = t(compile("print(z, sorted(k for k in globals() if k == 'z'))", "n", "exec"), {"z": 1, "print": print, "sorted": sorted, "globals": globals})
m()
def outer():
    a = 1
    def inner(b=5):
        return [a + i + b for i in range(3)]
    return inner
again = t(marshal.loads(marshal.dumps(outer.__code__)), {"range": range})
print(again()(), again()(7))
