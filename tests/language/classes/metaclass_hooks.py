# What a metaclass can decide: namespace, making, calling, attributes and operators of the class.
def run():
    log=[]
    class M(type):
        @classmethod
        def __prepare__(m, name, bases, **kw): log.append(('prep',name,kw)); return {'injected':1}
        def __new__(m,name,bases,ns,**kw): log.append(('new',name,kw)); return super().__new__(m,name,bases,dict(ns))
        def __init__(c,name,bases,ns,**kw): log.append(('init',name)); super().__init__(name,bases,ns)
        def __call__(c,*a,**k): log.append(('call',c.__name__)); return super().__call__(*a,**k)
        def __instancecheck__(c,o): return o==5 or super().__instancecheck__(o)
        def __subclasscheck__(c,o): return True
        def __len__(c): return 42
        def __iter__(c): return iter('xyz')
        def __getitem__(c,k): return k
        def __contains__(c,k): return k==1
        def __getattr__(c,n): return 'meta '+n
        def __setattr__(c,n,v): log.append(('set',n)); super().__setattr__(n,v)
        def __add__(c,o): return 'added'
        def __repr__(c): return 'M:'+c.__name__
        def __eq__(c,o): return c is o
        def __hash__(c): return 7
        @property
        def prop(c): return 'metaprop'
        def method(c): return 'mm'
    class A(metaclass=M, opt=3):
        def __init__(self, v): self.v=v
    a=A(9)
    A.q=1
    print(log, len(A), list(A), A[2], 1 in A, A.foo, A+1, A, isinstance(5,A), issubclass(int,A), A.prop, A.method(), hash(A), A.injected)
    class B(A, opt=4): pass
    print(type(B), B(1).v)
    try: a.method()
    except AttributeError as e: print(e)


run()
