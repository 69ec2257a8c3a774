# Subclasses of numbers with some methods of an operator: who is asked, and when the built-in operation takes over.
import operator


def tell(f, *a):
    try:
        v = f(*a)
    except Exception as e:
        v = type(e).__name__ + ": " + str(e)
    print(v if type(v) in (tuple, str, int, float, complex, bool) else type(v).__name__, end="; ")


class Refuses(int):
    def __mul__(self, o): return NotImplemented
    def __rsub__(self, o): return NotImplemented
    def __eq__(self, o): return NotImplemented
    __hash__ = int.__hash__


class Answers(int):
    def __rmul__(self, o): return "rmul"
    def __rdivmod__(self, o): return "rdivmod"
    def __lt__(self, o): return "lt"


class FloatRefuses(float):
    def __rfloordiv__(self, o): return NotImplemented
    def __radd__(self, o): return NotImplemented
    def __gt__(self, o): return "gt"


class FloatLeft(float):
    def __sub__(self, o): return "sub"
    def __divmod__(self, o): return "divmod"
    def __eq__(self, o): return "eq"
    __hash__ = float.__hash__


class Plain(int): pass
class PlainFloat(float): pass
class Below(Refuses):
    def __rmul__(self, o): return "below"
class Sees:
    def __radd__(self, o): return "sees"
    def __rmul__(self, o): return NotImplemented
    def __divmod__(self, o): return NotImplemented


values = [Refuses(3), Answers(4), FloatRefuses(2.5), FloatLeft(1.5), Plain(2), PlainFloat(0.5), Below(6), Sees(), 3, True, 2.5, 1j]
inplace = {"+": operator.iadd, "-": operator.isub, "*": operator.imul, "//": operator.ifloordiv}
for name in "add", "sub", "mul", "floordiv", "lt", "gt", "eq", "ne":
    for x in values:
        print(name, type(x).__name__, end=": ")
        for y in values:
            tell(getattr(operator, name), x, y)
        print()
for x in values:
    print("divmod", type(x).__name__, end=": ")
    for y in values:
        tell(divmod, x, y)
    print()
for name, f in inplace.items():
    for x in values:
        print(name + "=", type(x).__name__, end=": ")
        for y in values:
            tell(f, x, y)
        print()

# A number's methods leave wider numbers to those.
print(int.__add__(1, 2.5), int.__eq__(1, 1.0), int.__radd__(1, 1j), float.__lt__(1.0, 1j), int.__divmod__(3, 2.0), float.__divmod__(3.0, 2), float.__radd__(1.0, 2))
