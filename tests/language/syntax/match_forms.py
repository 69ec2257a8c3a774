# One match statement with every kind of pattern.
def run():
    class P:
        __match_args__=('x','y')
        def __init__(s,x,y): s.x,s.y=x,y
    def m(v):
        match v:
            case 0|1: return 'small'
            case -1: return 'neg'
            case 'a'|b'b': return 'str'
            case None: return 'none'
            case True: return 'true'
            case []: return 'empty'
            case [x]: return ('one',x)
            case [x,y,*rest] if x==y: return ('eq',rest)
            case (1,(2,z)): return ('nest',z)
            case {'k':v1,**r}: return ('map',v1,r)
            case {}: return 'anymap'
            case P(0,y=yy): return ('P0',yy)
            case P(x,y): return ('P',x,y)
            case int(n): return ('int',n)
            case str() as s: return ('str',s)
            case float()|complex(): return 'num'
            case [*_, last]: return ('last',last)
            case _: return 'other'
    for v in (0,1,-1,'a',b'b',None,True,[],[5],[1,1,2],(1,(2,3)),{'k':1,'q':2},{},P(0,5),P(1,2),77,'zzz',1.5,2j,[1,2,3],object,range(3),'',(9,)): print(m(v))


run()
