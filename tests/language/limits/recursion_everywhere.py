# Recursion through every special method and container ends in RecursionError, and memory that is not there in MemoryError; the program goes on.
import sys
def t(name, f):
    try: r = f(); print(name, 'ok', type(r).__name__)
    except (RecursionError, MemoryError) as e: print(name, type(e).__name__)
    except BaseException as e: print(name, 'OTHER', type(e).__name__, str(e)[:80])
def nest(make, n=150000):
    x = make(None)
    for i in range(n): x = make(x)
    return x
L = nest(lambda x: [x]); L2 = nest(lambda x: [x])
T = nest(lambda x: (x,)); T2 = nest(lambda x: (x,))
D = nest(lambda x: {1: x})
t('repr list', lambda: repr(L)); t('repr tuple', lambda: repr(T)); t('repr dict', lambda: repr(D))
t('eq list', lambda: L == L2); t('eq tuple', lambda: T == T2); t('lt', lambda: L < L2); t('hash', lambda: hash(T))
t('isinstance', lambda: isinstance(1, T)); t('issub', lambda: issubclass(int, T))
t('str', lambda: str(L)); t('fmt', lambda: '%s' % L); t('fmt2', lambda: '{}'.format(L)); t('f', lambda: f'{L}')
import json, copy
t('json', lambda: json.dumps(L)); t('jsonload', lambda: json.loads('['*150000)); t('copy', lambda: copy.deepcopy(L))
class A:
    def __getattr__(self, n): return getattr(self, n+'x')
    def __repr__(self): return repr(self)
    def __eq__(self, o): return self == o
    def __hash__(self): return hash(self)
    def __call__(self): return self()
    def __bool__(self): return not self
    def __len__(self): return len(self)
    def __iter__(self): return iter(self)
    def __add__(self, o): return self + o
    def __getitem__(self, i): return self[i]
    def __contains__(self, i): return i in self
    def __int__(self): return int(self)
    def __index__(self): return [1][self]
    def __str__(self): return str(self)
    def __format__(self, s): return format(self, s)
    def __lt__(self, o): return sorted([self, o])
    def __enter__(self):
        with self: pass
    def __exit__(self, *a): pass
    def __setattr__(self, n, v): self.x = v
    def __set_name__(self, o, n): type('X', (), {'a': self})
    def __instancecheck__(self, c): return isinstance(1, self)
    def __neg__(self): return -self
    def __del__(self): pass
    def __next__(self): return next(self)
    def __delitem__(self, k): del self[k]
    def __setitem__(self, k, v): self[k] = v
    @property
    def p(self): return self.p
a = A()
t('getattr', lambda: a.zzz); t('repr', lambda: repr(a)); t('eq', lambda: a == a); t('hash', lambda: hash(a)); t('call', lambda: a())
t('bool', lambda: bool(a)); t('len', lambda: len(a)); t('iter', lambda: iter(a)); t('add', lambda: a + a); t('getitem', lambda: a[1])
t('in', lambda: 1 in a); t('int', lambda: int(a)); t('index', lambda: [1][a]); t('str', lambda: str(a)); t('format', lambda: format(a, ''))
t('lt', lambda: a < A()); t('sorted', lambda: sorted([a, A(), a]))
def w():
    with a: pass
t('with', w)
def sa(): a.q = 1
t('setattr', sa); t('neg', lambda: -a); t('next', lambda: next(a)); t('prop', lambda: a.p)
def di(): del a[1]
def si(): a[1] = 1
t('delitem', di); t('setitem', si)
t('class', lambda: type('Y', (), {'a': a}))
t('ic', lambda: isinstance(1, a))
def f(): return f()
t('f', f)
def g(): yield from g()
t('g', lambda: list(g()))
def k(x): return sorted([1, 2], key=k)
t('key', lambda: k(1))
def m(x): return list(map(m, [1]))
t('map', lambda: m(1))
def e(): exec('e()')
t('exec', e)
async def co(): await co()
t('await', lambda: co().send(None))
def deep(): 
    try: deep()
    finally: pass
t('finally', deep)
def deepex():
    try: return deepex()
    except RecursionError: raise ValueError
class M(type):
    def __call__(cls): return cls()
class N(metaclass=M): pass
t('meta', lambda: N())
class P:
    def __init__(self): P()
t('init', lambda: P())
class Q:
    def __new__(cls): return Q()
t('new', lambda: Q())
def chain():
    c = object
    for i in range(3000): c = type('C%d' % i, (c,), {})
    return c()
import functools
def part():
    p = int
    for i in range(100000): p = functools.partial(p)
    return p()
t('partial', part)
huge = 10**13 if sys.maxsize > 2**40 else 10**9
t('memory', lambda: bytearray(huge)); t('memory2', lambda: [0] * huge); t('mem3', lambda: 'x' * huge); t('mem4', lambda: 1 << (10**14 if sys.maxsize > 2**40 else 4 * 10**9))
t('range', lambda: list(range(huge)))
def grow():
    x = []
    while True: x.append(bytearray(10**6))
print('alive', sum(range(10)))
