# Raising, chaining, finally, with, and what exceptions carry.
import sys


def run():
    try:
        try: raise ValueError('a')
        except ValueError as e: raise KeyError('b') from e
    except KeyError as e: print(repr(e.__cause__), e.__suppress_context__)
    try:
        try: 1/0
        except ZeroDivisionError: raise TypeError('t')
    except TypeError as e: print(repr(e.__context__), e.__cause__)
    try:
        try: 1/0
        except ZeroDivisionError: raise TypeError('t') from None
    except TypeError as e: print(e.__suppress_context__, e.__cause__)
    e=ValueError('x'); e.add_note('n1'); e.add_note('n2'); print(e.__notes__)
    def f():
        try: return 'try'
        finally: print('finally')
    print(f())
    def g():
        for i in range(3):
            try:
                if i==1: continue
                if i==2: break
                print('body',i)
            finally: print('fin',i)
        else: print('else')
        return i
    print(g())
    def h():
        try: raise ValueError
        except (TypeError, ValueError) as e: return type(e)
        else: return 'else'
        finally: print('h')
    print(h())
    def i():
        try: return 1
        finally: return 2
    print(i())
    try: raise ValueError
    except: print(sys.exc_info()[0])
    print(sys.exc_info())
    try: raise
    except RuntimeError as e: print(e)
    try: raise 5
    except TypeError as e: print(e)
    try: raise ValueError from 5
    except TypeError as e: print(e)
    try:
        try: raise ValueError
        except 5: pass
    except TypeError as e: print(e, repr(e.__context__))
    class CM:
        def __init__(s,r): s.r=r
        def __enter__(s): print('enter'); return s
        def __exit__(s,t,v,tb): print('exit',t and t.__name__,v); return s.r
    with CM(True): raise ValueError('sup')
    try:
        with CM(False) as a, CM(False): raise ValueError('not')
    except ValueError as e: print('out',e)
    with (CM(1) as x, CM(2) as y,): print(x.r,y.r)
    for bad in (5, type('A',(),{'__enter__':lambda s:1})()):
        try:
            with bad: pass
        except TypeError as e: print(e)
    try: assert 0, 'msg'
    except AssertionError as e: print(e)
    print(OSError(2,'x','f').filename, str(OSError(2,'x')), OSError(2,'No').__class__.__name__, repr(KeyError('a')), str(KeyError('a')))
    try: [].x
    except AttributeError as e: print(e.name, e.obj)
    try: undefined
    except NameError as e: print(e.name, e)
    try: import nothere
    except ImportError as e: print(e.name, e, type(e).__name__)
    try: {}['k']
    except KeyError as e: print(e.args)
    try: int('x')
    except ValueError as e: print(e)
    print(issubclass(ModuleNotFoundError,ImportError), [c.__name__ for c in ModuleNotFoundError.__mro__])
    try: raise SystemExit(3)
    except SystemExit as e: print(e.code)
    tb=None
    try: 1/0
    except ZeroDivisionError as e: tb=e.__traceback__
    print(tb.tb_lineno>0, tb.tb_frame.f_code.co_name if hasattr(tb,'tb_frame') else 0)
    e=ValueError(1,2); print(e.with_traceback(None) is e, e.args); e.args=(3,); print(e, repr(e))


run()
