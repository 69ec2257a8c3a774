# types.FunctionType makes a function of a code object and globals; __code__ can be replaced.
import types
def f(): return a
ft=type(f); code=f.__code__
print(type(ft(code, {})) is ft, types.FunctionType is ft)
print(ft(code,{"a":1})(), ft(code,{"a":2},"nn").__name__)
for args in ((5, {}),(code,5),(code, {},5),(code, {},None,5),(code, {},None,None,5),(code,),(),(code, {},None,None,(1,))):
    try: print(ft(*args))
    except Exception as e: print(type(e).__name__, e)
c=(lambda: (lambda: a)).__code__
print(ft(c,{"a":1})()(), ft(c,{"a":2})()())
def outer(x):
    def inner(y, *, k=1): return x+y+k
    return inner
i=outer(10)
n=ft(i.__code__, globals(), 'inner2', (5,), i.__closure__)
try: n()
except TypeError as e: print(e)
n.__kwdefaults__={'k':100}
print(n(), n(1))
try: ft(i.__code__, {})
except TypeError as e: print(e)
try: ft(i.__code__, {}, None, None, ())
except ValueError as e: print(e)
cell=types.CellType(1000)
print(ft(i.__code__, {}, None, None, (cell,))(1,k=2))
def v1(): return 1
def v2(): return 2
v1.__code__=v2.__code__; print(v1(), v1.__name__)
try: v1.__code__=i.__code__
except ValueError as e: print(e)
try: v1.__code__=3
except TypeError as e: print(e)
