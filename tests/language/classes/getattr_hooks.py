# __getattribute__, __getattr__, __setattr__, __delattr__, __dir__.
def run():
    class A:
        def __getattribute__(self,n):
            if n=='x': return 'gx'
            return super().__getattribute__(n)
        def __getattr__(self,n):
            if n.startswith('m'): return 'missing '+n
            raise AttributeError(n)
        def __setattr__(self,n,v): object.__setattr__(self,n,(n,v))
        def __delattr__(self,n): print('del',n); object.__delattr__(self,n)
        def __dir__(self): return ['b','a']
    a=A(); a.y=1; print(a.x,a.y,a.mm,hasattr(a,'zz'),dir(a)); del a.y
    try: a.y
    except AttributeError as e: print(e)
    print(getattr(a,'q','d'))


run()
