# Stars and nested targets, and what does not fit.
def run():
    a,*b,c=range(5); print(a,b,c)
    (a,(b,*c)),d=(1,(2,3,4)),5; print(a,b,c,d)
    [x,*y]='abc'; print(x,y)
    *a,=(); print(a)
    for i,*j in [(1,2,3),(4,)]: print(i,j)
    def f(*a,**k): return a,k
    print(f(*[1],2,*(3,),x=1,**{'y':2},**{'z':3},w=4))
    print([*range(2),*'ab'],(*[1],),{*[1,2]},{**{'a':1},'b':2,**{'a':3}})
    d={}; d['a'],d['b']=1,2; print(d)
    def r(): return 1,*[2,3]
    print(r())
    for bad in ("a,b=1,","a,b=1,2,3","a,*b,c=1,","(a,b)=5","a,b={1}"):
        try: exec(bad)
        except (ValueError,TypeError) as e: print(e)
    x=[1,2,3]; i=0; i,x[i]=1,9; print(i,x)
    print({**{}}, *[], sep='')
    x, y = y, x = 1, 2; print(x,y)


run()
