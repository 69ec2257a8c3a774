# Operators, reflected and in place, conversions, and what is missing.
def run():
    class N:
        def __init__(s,v): s.v=v
        def __repr__(s): return f'N({s.v})'
        def __add__(s,o): return N(('add',s.v,o)) if not isinstance(o,str) else NotImplemented
        def __radd__(s,o): return N(('radd',o,s.v))
        def __iadd__(s,o): s.v=('iadd',s.v,o); return s
        def __sub__(s,o): return NotImplemented
        def __matmul__(s,o): return 'mm'
        def __pow__(s,o,m=None): return ('pow',o,m)
        def __rpow__(s,o): return ('rpow',o)
        def __divmod__(s,o): return 'dm'
        def __lshift__(s,o): return 'ls'
        def __and__(s,o): return 'and'
        def __neg__(s): return 'neg'
        def __pos__(s): return 'pos'
        def __invert__(s): return 'inv'
        def __abs__(s): return 'abs'
        def __round__(s,n=None): return ('round',n)
        def __floor__(s): return 'floor'
        def __trunc__(s): return 5
        def __index__(s): return 3
        def __bool__(s): return False
        def __lt__(s,o): return 'lt'
        def __eq__(s,o): return 'eq'
        def __contains__(s,x): return 'yes'
        def __len__(s): return 9
        def __call__(s,*a,**k): return (a,k)
        def __getitem__(s,k): return k
        def __reversed__(s): return 'rev'
        def __floordiv__(s,o): return 'fd'
        def __mod__(s,o): return 'mod'
        def __rmod__(s,o): return 'rmod'
    n=N(1)
    print(n+1, 1+n, n+'s' if 0 else '', n@2, n**2, pow(n,2,3), 2**n, divmod(n,1), n<<1, n&1, -n, +n, ~n, abs(n), round(n), round(n,2), [1,2,3,4][n], bool(n), n<1, n>N(2), n==1, n!=1, 3 in n, len(n), n(1,a=2), n[1:2,...], reversed(n), n//2, n%2, '%s'%n, 5%n)
    m=n; m+=5; print(m is n, n)
    for f in (lambda: n-1, lambda: 1-n, lambda: n+'s', lambda: n>1, lambda: n<=1, lambda: n|1, lambda: n*2, lambda: hash(n)):
        try: print(f())
        except TypeError as e: print(e)
    import math; print(math.floor(n), math.trunc(n), hex(n), range(n), 'abcdef'[n], bytes(n))
    class P:
        def __add__(s,o): return 'P+'
        def __radd__(s,o): return '+P'
    class Q(P):
        def __radd__(s,o): return '+Q'
    print(P()+Q(), Q()+P(), P()+P())


run()
