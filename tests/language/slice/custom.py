# __getitem__ and friends receive what is written between the brackets.
class Show:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)


s = Show()
print(s[1], s[1:2], s[:], s[::2], s[1:2, 3], s[...], s[1:2, ::3, ...], s["a":"b"], s[()], s[None:], s[-1:], s[(1, 2)], s[1,])
s[1:2] = "x"
s[:, 1] = "y"
del s[::-1]
del s[1, 2]


class Seq:
    def __init__(self, items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, key):
        if isinstance(key, slice):
            return [self.items[i] for i in range(*key.indices(len(self)))]
        return self.items[key]


q = Seq("abcdef")
print(q[1:4], q[::-2], q[-2:], q[0], list(q), "c" in q, list(reversed(q)))
