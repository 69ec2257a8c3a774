# Which of object's __new__ and __init__ complains about arguments.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


class Neither: pass
class Init:
    def __init__(self, *a): pass
class New:
    def __new__(cls, *a): return object.__new__(cls)
class Both(Init):
    def __new__(cls, *a): return super().__new__(cls)
class InitSuper:
    def __init__(self, *a): super().__init__(*a)
class NewSuper:
    def __new__(cls, *a): return super().__new__(cls, *a)


for cls in (object, Neither, Init, New, Both, InitSuper, NewSuper):
    print(cls.__name__, type(attempt(lambda: cls())).__name__, attempt(lambda: type(cls(1)).__name__), attempt(lambda: type(cls(a=1)).__name__))
print(attempt(lambda: object.__new__(int)), attempt(lambda: object.__new__()), attempt(lambda: object.__new__(5)))
class Sub:
    def __init_subclass__(cls, **k): super().__init_subclass__(**k)
def make():
    class X(Sub, a=1): pass
print(attempt(make))
