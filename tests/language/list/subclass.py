# Classes that derive from list.
class Stack(list):
    def __init__(self, *items):
        super().__init__(items)
        self.pushes = 0

    def push(self, item):
        self.pushes += 1
        self.append(item)

    def __repr__(self):
        return "Stack" + super().__repr__()

    def __getitem__(self, index):
        if isinstance(index, slice):
            return Stack(*super().__getitem__(index))
        return super().__getitem__(index)


s = Stack(1, 2)
s.push(3)
print(s, len(s), s.pushes, s[0], s[1:], type(s[1:]).__name__, isinstance(s, list), s == [1, 2, 3])
print(s + [4], type(s + [4]).__name__, s * 2, type(s.copy()).__name__, 2 in s)
s += [9]
print(s, type(s).__name__, list(s), sorted(s, reverse=True), tuple(s))


class Logged(list):
    def append(self, item):
        print("append", item)
        super().append(item)

    def __len__(self):
        return 42

    def __contains__(self, item):
        return item == "magic"

    def __iter__(self):
        return iter("iter")


x = Logged([1])
x.append(2)
print(len(x), "magic" in x, 1 in x, list(x), x.__len__(), list.__len__(x))


class Plain(list):
    pass


p = Plain("abc")
p.extra = 1
print(p, p.extra, p.__dict__, Plain() == [], bool(Plain()))
