# Managers out of generators, stacks, redirection.
import contextlib
import io
@contextlib.contextmanager
def cm(n):
    print("in", n)
    try:
        yield n * 2
    except ValueError as e:
        print("swallow", e)
    finally:
        print("out", n)
with cm(2) as x: print(x)
with cm(3) as x: raise ValueError("v")
try:
    with cm(4): raise KeyError("k")
except KeyError as e: print("through", e)
@cm(5)
def f(a): return a + 1
print(f(1), f(2), f.__name__)
with contextlib.suppress(ZeroDivisionError): 1 / 0
b = io.StringIO()
with contextlib.redirect_stdout(b): print("hidden")
print(repr(b.getvalue()))
with contextlib.ExitStack() as s:
    s.callback(print, "cb")
    print(s.enter_context(cm(6)))
    s.enter_context(contextlib.suppress(OSError))
    raise OSError
try:
    with contextlib.ExitStack() as s:
        s.callback(lambda: 1 / 0)
        raise KeyError(1)
except ZeroDivisionError as e: print("last", repr(e))
class C:
    def close(self): print("closed")
with contextlib.closing(C()) as c: pass
with contextlib.nullcontext(7) as n: print(n)
@contextlib.contextmanager
def none():
    if False: yield
try:
    with none(): pass
except RuntimeError as e: print(e)
@contextlib.contextmanager
def twice():
    yield 1
    yield 2
try:
    with twice(): pass
except RuntimeError as e: print(e)
@contextlib.contextmanager
def stop(): yield
try:
    with stop(): raise StopIteration("s")
except StopIteration as e: print("stop", e)
