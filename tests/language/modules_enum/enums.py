from enum import *
class Color(Enum):
    RED=1
    GREEN=2
    BLUE=3
    CRIMSON=1
print(Color.RED, repr(Color.RED), Color(2), Color['BLUE'], Color.CRIMSON is Color.RED, list(Color), len(Color), Color.RED.name, Color.RED.value, Color.__members__)
def t(f,*a,**k):
    try: print(repr(f(*a,**k)))
    except BaseException as e: print(type(e).__name__,e)
t(Color,9);t(lambda:Color['X']);t(setattr,Color,'RED',5);t(lambda:setattr(Color,'new',5));t(lambda:delattr(Color,'RED'));t(lambda:Color.RED<Color.BLUE);t(lambda: Color.RED in Color)
print(Color.RED==1, Color.RED==Color.RED, Color.RED!=Color.BLUE, hash(Color.RED)==hash('RED'), isinstance(Color.RED,Color), type(Color.RED), Color, repr(Color))
class N(IntEnum):
    A=1
    B=2
print(N.A, repr(N.A), N.A+1, N.A<N.B, N.A==1, f"{N.A}", "%d"%N.A, str(N.B), N(1), int(N.B), [10,20,30][N.A], format(N.A), N.A|N.B)
class P(Flag):
    R=4
    W=2
    X=1
print(P.R|P.W, repr(P.R|P.W), P(0), repr(P(0)), P.R in P.R|P.W, ~P.R, P(7), bool(P.R&P.W), P.R^P.R, (P.R|P.W).value,list(P.R|P.X), len(P.R|P.W), P(6).name)
class IF(IntFlag):
    A=1
    B=2
    C=4
    AB=3
print(IF.A|IF.B, repr(IF.A|IF.B), IF(8), repr(IF(8)), IF.A+5, IF.A|8, repr(IF.A|8), IF.A&3, ~IF.A, list(IF), IF(5))
class Auto(Enum):
    A=auto()
    B=auto()
    C=10
    D=auto()
print(list(Auto))
class S(str, Enum):
    X='x'
    Y='y'
print(S.X, repr(S.X), S.X=='x', S.X.upper(), f"{S.X}", S('y'))
class SE(StrEnum):
    ONE=auto()
    TWO='2'
print(SE.ONE, repr(SE.ONE), SE.TWO=='2', f"{SE.ONE}")
class Planet(Enum):
    MERCURY=(3.303e+23,2.4397e6)
    EARTH=(5.976e+24,6.37814e6)
    def __init__(self,mass,radius):
        self.mass=mass
        self.radius=radius
    @property
    def g(self): return 6.67e-11*self.mass/self.radius**2
    @classmethod
    def heavy(cls): return cls.EARTH
    def __str__(self): return 'planet '+self.name
print(Planet.EARTH, repr(Planet.EARTH), Planet.EARTH.g, Planet.heavy(), Planet.EARTH.value)
@unique
class U(Enum):
    A=1
try:
    @unique
    class V(Enum):
        A=1
        B=1
except ValueError as e: print(e)
Animal=Enum('Animal','ANT BEE CAT'); print(list(Animal)); print(Enum('Z',{'a':1,'b':2})('b' if 0 else 2), Enum('Q',['x','y'],start=5).x.value)
class M(Enum):
    A=1
    @classmethod
    def _missing_(cls, v): return cls.A
print(M(99))
class W(Enum):
    def _generate_next_value_(name,start,count,last): return name.lower()
    NORTH=auto()
    SOUTH=auto()
print([w.value for w in W])
d={Color.RED:'r'}; print(d[Color(1)])
match Color.RED:
    case Color.GREEN: print('g')
    case Color.RED: print('r')
class C2(Enum):
    A=[1,2]
    B={'x':1}
print(C2([1,2]), C2({'x':1}))
for n,m in Color.__members__.items(): print(n,m)
class TimeUnit(Enum):
    def __new__(cls, value, secs):
        o=object.__new__(cls); o._value_=value; o.secs=secs; return o
    S=('s',1)
    MIN=('m',60)
print(TimeUnit('m').secs, TimeUnit.MIN.value)
try:
    class Bad(Enum):
        A=1
        A=2
except TypeError as e: print(e)
print(list(reversed(Color)), Color.RED.__class__, 'RED' in Color.__members__)
