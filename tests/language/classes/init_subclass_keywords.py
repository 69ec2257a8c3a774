# Keywords of a class statement for __init_subclass__.
def run():
    class Base:
        subs=[]
        def __init_subclass__(cls, /, tag=None, **kw):
            super().__init_subclass__(**kw); cls.subs.append((cls.__name__,tag)); 
    class A(Base, tag=1): pass
    class B(A): pass
    print(Base.subs)
    try:
        class C(Base, bad=1): pass
    except TypeError as e: print(e)


run()
