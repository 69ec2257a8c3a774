# throw() into a chain of delegations, and exception classes that make no exceptions.
class Bad(BaseException):
    def __new__(cls,*a): return 1
def g(): yield
for f in (lambda: g().throw(Bad), lambda: g().throw(Bad, 5)):
    try: f()
    except BaseException as e: print(type(e).__name__, e)
try: raise Bad
except BaseException as e: print(type(e).__name__, e)
class It:
    def __iter__(s): return s
    def __next__(s): return 1
    def throw(s, *x): print('throw', x); return 456
def d(): yield from It()
x=d(); next(x); print(x.throw(123))
x=d(); next(x); print(x.throw(ZeroDivisionError))
x=d(); next(x); print(x.throw(ZeroDivisionError, 'hi'))
x=d(); next(x); print(x.throw(ZeroDivisionError('w')))
class It2:
    def __iter__(s): return s
    def __next__(s): return 1
def d2(): yield from It2()
x=d2(); next(x)
try: x.throw(123)
except BaseException as e: print(type(e).__name__, e)
