from dataclasses import *
from typing import *
def t(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except BaseException as e: print(type(e).__name__,e)
@dataclass
class P:
    x: int
    y: float = 2.5
    tags: list = field(default_factory=list)
    hidden: int = field(default=7, repr=False, compare=False)
p=P(1); q=P(1,2.5,[])
print(p,p==q,p!=P(2),p.tags is not q.tags,P.__match_args__,fields(P)[0].name,[f.name for f in fields(p)],fields(P)[1].default,fields(P)[0].type)
t(P);t(P,1,2,3,4,5);t(P,1,z=2);t(lambda:p<q);t(hash,p)
print(asdict(p),astuple(p),replace(p,x=9),is_dataclass(P),is_dataclass(p),is_dataclass(5))
@dataclass(order=True,frozen=True)
class V:
    major:int
    minor:int=0
v=V(1,2)
print(sorted([V(2),V(1,5),v]),v<V(2),v>=V(1,2),hash(v)==hash(V(1,2)),{v:1}[V(1,2)])
t(setattr,v,'major',5);t(lambda:v.__delattr__('major'))
@dataclass
class Base:
    a:int
    b:int=1
@dataclass
class D(Base):
    c:int=2
    b:int=10
print(D(5),D(1,2,3),[f.name for f in fields(D)])
@dataclass
class Post:
    a:int
    total:int=field(init=False)
    iv:InitVar[int]=3
    cv:ClassVar[int]=99
    def __post_init__(self,iv): self.total=self.a*iv
print(Post(5),Post(5,iv=10),Post.cv,[f.name for f in fields(Post)])
try:
    @dataclass
    class Bad:
        a:int=1
        b:str
except TypeError as e: print(e)
try:
    @dataclass
    class Bad:
        a:list=[]
except ValueError as e: print(e)
@dataclass(kw_only=True)
class K:
    a:int
    b:int=2
t(K,1);print(K(a=1))
@dataclass
class K2:
    a:int
    _:KW_ONLY
    b:int=3
t(K2,1,2);print(K2(1,b=5))
@dataclass(slots=True)
class S:
    a:int
    b:int=2
s=S(1);print(s,S.__slots__);t(setattr,s,'c',1)
@dataclass(repr=False,eq=False)
class N:
    a:int
print(N(1)==N(1),'N object' in repr(N(1)))
@dataclass(unsafe_hash=True)
class H:
    a:int
print(hash(H(1))==hash(H(1)))
M=make_dataclass('M',['x',('y',int),('z',int,field(default=5))]);print(M(1,2))
@dataclass
class Tree:
    v:int
    kids:List['Tree']=field(default_factory=list)
tr=Tree(1,[Tree(2),Tree(3,[Tree(4)])]);print(tr,asdict(tr),astuple(tr))
tr.kids.append(tr);print(tr)
match p:
    case P(x,y): print(x,y)
print(p.__doc__, P.__doc__, P.__init__.__qualname__, P.__eq__(p,5))
t(replace,p,q=1);t(replace,Post(1),total=5);t(fields,5);t(asdict,5)
print(field(default=1,metadata={'k':1}).metadata['k'], MISSING is fields(P)[0].default)
@dataclass
class E: pass
print(E(),E()==E(),fields(E))
@dataclass
class R:
    name:str
    def __repr__(self): return 'R!'+self.name
    def __eq__(self,o): return True
print(R('a'),R('a')==R('b'))
