# Values come back as they were; what has no bytes is refused.
import marshal, io
def same(a,b):
    if type(a)!=type(b): return False
    if isinstance(a,(tuple,list)): return len(a)==len(b) and all(same(x,y) for x,y in zip(a,b))
    return a==b or (a!=a and b!=b)
values=[None,True,False,...,0,1,-1,127,-128,1<<31,-(1<<31),1<<62,-(1<<62),1<<63,-(1<<63),1<<200,-(1<<200)+7,0.0,-0.5,1e300,float('inf'),float('nan'),1+2j,"","text","h\u00e9\U0001f600",b"",b"\0bytes",(),(1,(2,"3")),[],[1,[2,[3]]],{},{"a":1,(1,2):[3]},{1,2,3},frozenset("ab"),set(),("x",)*300]
for v in values:
    w=marshal.loads(marshal.dumps(v)); print(same(v,w), repr(w)[:40] if not isinstance(w,(set,frozenset)) else len(w))
print(marshal.loads(marshal.dumps(bytearray(b"ab"))), marshal.loads(marshal.dumps(memoryview(b"cd"))))
print(marshal.loads(bytearray(marshal.dumps([1,2]))+b"rest"))
f=io.BytesIO(); marshal.dump({"k":[1]},f); f.seek(0); print(marshal.load(f))
class A: pass
class L(list): pass
for bad in (A, A(), len, L(), (1,A())):
    try: print(marshal.dumps(bad))
    except ValueError as e: print(e)
data=marshal.dumps((1,"two",[3.5,b"four"]))
for cut in range(len(data)):
    try: marshal.loads(data[:cut]); print("no")
    except (EOFError,ValueError,TypeError) as e: pass
for bad in (b"",b"?",b"\xff"):
    try: marshal.loads(bad)
    except (EOFError,ValueError) as e: print(type(e).__name__)
l=[]
for i in range(100000): l=[l]
try: marshal.dumps(l)
except (ValueError,RecursionError): print("deep")
del l
