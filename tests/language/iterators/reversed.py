# reversed.
print(list(reversed([1, 2, 3])), list(reversed((1, 2))), list(reversed("añb")), list(reversed(range(4))), list(reversed(b"ab")), list(reversed(bytearray(b"xy"))), list(reversed({"a": 1, "b": 2})))


class Special:
    def __reversed__(self):
        return iter("special")


class Sequence:
    def __len__(self):
        return 3

    def __getitem__(self, i):
        return i * 10


class Never:
    __reversed__ = None

    def __len__(self):
        return 1

    def __getitem__(self, i):
        return i


print(list(reversed(Special())), list(reversed(Sequence())))
for call in (lambda: reversed(5), lambda: reversed({1}), lambda: reversed(iter([])), lambda: reversed(Never()), lambda: reversed(), lambda: reversed([], [])):
    try:
        print(call())
    except TypeError as error:
        print("TypeError", error)
items = [1, 2, 3]
r = reversed(items)
print(next(r), r.__length_hint__(), iter(r) is r)
items.append(4)
print(list(r), list(r))
items = [1, 2, 3]
r = reversed(items)
items.clear()
print(list(r))
for i, x in enumerate(reversed("ab")):
    print(i, x)
print([1, 2].__reversed__().__next__(), {}.__reversed__().__length_hint__())
