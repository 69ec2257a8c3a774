# builtins.__build_class__ may be replaced.
import builtins
try: class_orig = builtins.__build_class__
except AttributeError: pass
def custom(func, name, *bases, **kw):
    print('class', name, bases, sorted(kw))
    return class_orig(func, name, *bases, **kw)
builtins.__build_class__ = custom
class A: x=1
class M(type):
    def __new__(m, n, b, d, **k): print('M', n, k); return super().__new__(m, n, b, d)
    def __init__(self, *a, **k): pass
class B(A, metaclass=M, extra=3):
    def f(self): return __class__.__name__
print(B().f(), B.x, type(B))
builtins.__build_class__ = class_orig
class C(A): pass
print(C)
def body(): return None
for a in ((), (1,), (1,2), (lambda: 0, 3)):
    try: class_orig(*a)
    except TypeError as e: print(e)
