# Instances of subclasses of float.
class Celsius(float):
    def __new__(cls, value, place="here"):
        self = float.__new__(cls, value)
        self.place = place
        return self

    def __repr__(self):
        return "Celsius(%s)" % float(self)


c = Celsius("21.5", place="lab")
print(c, repr(c), str(c), c + 1, type(c + 1).__name__, c.place, c == 21.5, hash(c) == hash(21.5), f"{c:.2f}", "%.1f" % c, round(c), c.is_integer(), isinstance(c, float), c > 20, -c, abs(c), c * 2, 2 * c, c // 2)
print(Celsius.fromhex("0x1p4"), type(Celsius.fromhex("1")).__name__, float(c), type(float(c)).__name__)


class HasFloat:
    def __float__(self):
        return 2.5


class HasIndex:
    def __index__(self):
        return 7


class Bad:
    def __float__(self):
        return "x"


print(float(HasFloat()), float(HasIndex()))
for bad in (Bad(), object()):
    try:
        float(bad)
    except TypeError as error:
        print(str(error).replace("__main__.", ""))
