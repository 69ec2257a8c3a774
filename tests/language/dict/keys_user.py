# Keys of the program's own classes, some of them hostile.
class Key:
    calls = 0

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        Key.calls += 1
        return self.n % 3

    def __eq__(self, other):
        return isinstance(other, Key) and self.n == other.n

    def __repr__(self):
        return "Key(%d)" % self.n


d = {}
for i in range(20):
    d[Key(i)] = i
print(len(d), d[Key(7)], Key(19) in d, Key(20) in d, Key.calls)
for i in range(0, 20, 2):
    del d[Key(i)]
print(d)
before = Key.calls
for i in range(100):
    d[i] = i
print(Key.calls - before, len(d))
copy = dict(d)
print(Key.calls - before, copy == d)


class Text:
    def __hash__(self):
        return hash("name")

    def __eq__(self, other):
        return other == "name"


d = {"name": 1}
print(d[Text()], Text() in d)
d[Text()] = 2
print(d)
e = {Text(): 5}
print(e["name"], "name" in e, "other" in e)


class NoHash:
    __hash__ = None


class EqOnly:
    def __eq__(self, other):
        return True


class BadHash:
    def __hash__(self):
        return "x"


class Raising:
    def __hash__(self):
        raise ValueError("no hash today")


for bad in (NoHash(), EqOnly(), BadHash(), Raising()):
    try:
        {}[bad] = 1
    except Exception as error:
        print(type(error).__name__, error)
print(hash(Key(5)), len({Key(1): 1, Key(1): 2, Key(4): 3}))
