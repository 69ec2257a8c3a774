# Class.__bases__ can be replaced by bases of the same layout.
class A:
    def hi(self): return 'A'
class B:
    def hi(self): return 'B'
    def __len__(self): return 3
class C(A): pass
class D(C): pass
c,d=C(),D()
print(c.hi(), d.hi(), C.__bases__)
C.__bases__=(B,)
print(c.hi(), d.hi(), C.__bases__, len(d), C.__mro__, D.__mro__, A.__subclasses__(), B.__subclasses__(), C.__base__)
C.__bases__=(A,B)
print(c.hi(), len(c), D.__mro__)
for v in (5, (), (1,), (D,), (C,), (int,), (object,), (A,A)):
    try: C.__bases__=v; print('ok', v)
    except TypeError as e: print(e)
try: del C.__bases__
except TypeError as e: print(e)
try: A.__bases__=(B,)
except TypeError as e: print(e)
try: int.__bases__=(B,)
except TypeError as e: print(e)
class S: __slots__=('a',)
try: C.__bases__=(S,)
except TypeError as e: print(e)
print(C.__bases__, isinstance(d, A), issubclass(D,B))
class X(A,B): pass
class Y(X): pass
class Z(Y, A): pass
try: X.__bases__=(B,)
except TypeError as e: print(e)
print(Z.__mro__, X.__bases__)
class M(type): pass
class P(metaclass=M): pass
class Q(P): pass
try: Q.__bases__=(A,); print(Q.__bases__)
except TypeError as e: print(e)
class E(A):
    def __init__(self): self.x=1
e=E(); E.__bases__=(B,); print(e.x, e.hi())
