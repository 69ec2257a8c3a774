# Converting and comparing may run code that empties the array (CPython looks at freed memory then).
from array import array


class Clears:
    def __init__(self, result):
        self.result = result

    def __index__(self):
        del a[:]
        return self.result

    def __eq__(self, other):
        del a[:]
        return False


a = array("i", [1, 2, 3])
try:
    a[2] = Clears(5)
except IndexError as e:
    print(e, a)
a = array("i", [1, 2, 3])
a.insert(2, Clears(5))
print(a)
a = array("i", [1, 2, 3])
a.append(Clears(5))
print(a)
a = array("i", [1, 2, 3])
print(Clears(0) in a, a, a.count(Clears(0)))
a = array("i", [1, 2, 3])
try:
    a.remove(Clears(0))
except ValueError as e:
    print(e, a)
