# Data and other descriptors, __set_name__.
def run():
    class D:
        def __set_name__(self,o,n): self.n=n
        def __get__(self,i,o): 
            return self if i is None else i.__dict__.get('_'+self.n,'unset')
        def __set__(self,i,v): i.__dict__['_'+self.n]=v*2
        def __delete__(self,i): del i.__dict__['_'+self.n]
    class ND:
        def __get__(self,i,o=None): return ('nd',i is None,o.__name__)
    class A:
        d=D(); nd=ND()
    a=A(); print(a.d); a.d=4; print(a.d, a.__dict__); del a.d; print(a.d, A.d.n, a.nd, A.nd)
    a.nd=5; print(a.nd); a.__dict__['d']=77; print(a.d)
    try: del a.d
    except KeyError as e: print(repr(e))


run()
