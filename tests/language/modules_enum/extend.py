from enum import Enum, IntFlag, IntEnum, auto

class Base(Enum):
    def describe(self):
        return "%s=%r" % (self.name, self.value)

    @staticmethod
    def helper():
        return "static"


class Fruit(Base):
    APPLE = auto()
    PEAR = "p"
    _private = 5

    @property
    def upper(self):
        return self.name.upper()


print(Fruit.APPLE.describe(), Fruit.PEAR.upper, Fruit.helper(), [f.name for f in Fruit])


class Level(IntEnum):
    LOW = 1
    HIGH = 10

    def __str__(self):
        return "level " + self.name.lower()


print(Level.LOW, repr(Level.HIGH), sorted([Level.HIGH, Level.LOW]), Level.HIGH + 1, Level.LOW in (1, 2), max(Level))


class Mode(IntFlag):
    READ = auto()
    WRITE = auto()
    EXEC = auto()
    ALL = READ | WRITE | EXEC


m = Mode.READ | Mode.EXEC
print(m, repr(m), Mode.ALL, list(Mode), Mode.WRITE in m, m & ~Mode.READ, Mode(0), [x.name for x in m])
import copy

print(copy.copy(Fruit.APPLE) is Fruit.APPLE, copy.deepcopy([Fruit.PEAR])[0] is Fruit.PEAR, {Fruit.APPLE: 1}[Fruit(1)])


class Suit(Enum):
    HEARTS = "♥", "red"
    SPADES = "♠", "black"

    def __init__(self, symbol, color):
        self.symbol = symbol
        self.color = color


print([(s.symbol, s.color, s.value) for s in Suit], Suit(("♠", "black")))
class More(Fruit):
    PLUM = 3
