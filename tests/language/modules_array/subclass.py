import copy
from array import array


class Samples(array):
    unit = "mV"

    def mean(self):
        return sum(self) / len(self)


s = Samples("h", [1, 2, 6])
s.name = "left"
print(s, s.mean(), s.unit, s.name, isinstance(s, array), type(s[:2]).__name__, type(s + s).__name__)
s.append(3)
print(s == array("h", [1, 2, 6, 3]), len(s))


class Zeros(array):
    def __new__(cls, code, count):
        return super().__new__(cls, code, bytes(array(code).itemsize * count))


print(Zeros("i", 3))
a = array("i", [1, 2])
b, c = copy.copy(a), copy.deepcopy([a])
a[0] = 9
print(a, b, c)
print(array.__module__, array.__name__, repr(array))
