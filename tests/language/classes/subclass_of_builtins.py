# Subclasses of list, dict, int, str, tuple, Exception, float, bytes, set, bytearray, complex.
def run():
    class L(list):
        def append(s,x): super().append(x*2)
        def __getitem__(s,i): return ('g',list.__getitem__(s,i))
    l=L([1]); l.append(2); print(l,l[0],len(l),l==[1,4],L([1])+[2],type(l.copy()),type(l[0:1]), sorted(L([3,1])))
    class D(dict):
        def __missing__(s,k): return 'miss '+str(k)
        def __getattr__(s,k): return s[k]
    d=D(a=1); print(d['zz'],d.a,d.get('q'),d, D.fromkeys('ab'), isinstance(D.fromkeys('a'),D), {**d}, d|{'b':2}, type(d|{}))
    class I(int):
        def __add__(s,o): return I(int(s)+o+100)
        def __repr__(s): return 'I%d'%int(s)
    i=I(5); print(i+1,i*2,type(i*2),I('ff',16),i.bit_length(),[10]*i, f'{i}', f'{i:04d}', str(i), hash(i)==hash(5), i==5, {5:'x'}[i])
    class S(str):
        def upper(s): return 'U'+super().upper()
        x=1
    s=S('abc'); s.y=2; print(s.upper(),s+'d',s[1:],type(s+'d'),s.x,s.y,s=='abc',{'abc':1}[s], len(s), s.join(['1','2']), f'{s:>5}')
    class T(tuple):
        def __new__(c,a,b): return super().__new__(c,(a,b))
        a=property(lambda s:s[0])
    t=T(1,2); print(t,t.a,t+(3,),t==(1,2),hash(t)==hash((1,2)),T(1,2)<T(1,3), type(t*2))
    class E(Exception):
        def __init__(s,a,b=2): s.b=b; super().__init__(a)
        def __str__(s): return f'E:{s.args}:{s.b}'
    try: raise E(1)
    except E as e: print(e, repr(e), e.args, e.b)
    class F(float):
        def __mul__(s,o): return 'mul'
    print(F(1.5)*2, F(2.0)+1, F('3'), F(2).is_integer())
    class B(bytes): pass
    print(B(b'ab')+b'c', B(3), B(b'xy')[0], type(B(b'a')[:1]))
    class Se(set):
        def add(s,x): super().add(x+1)
    q=Se([1]); q.add(5); print(sorted(q), sorted(q|{9}), type(q|{9}))
    class BA(bytearray): pass
    b=BA(b'12'); b.append(51); b.attr=1; print(b, b.attr)
    class C(complex): pass
    print(C(1,2)+1, C(1,2).real)


run()
