# translate and maketrans.
print("hello".translate({104: "J", ord("l"): None, ord("o"): 0x20AC}), "h\xe9llo".translate({0xE9: "e"}), "abc".translate({}))
table = str.maketrans("abc", "xyz", "d")
print(sorted(table.items()), "aabbccdd e".translate(table))
print(str.maketrans({"a": 1, 98: "x"}), str.maketrans("", "", "ab"), "abc".maketrans("a", "b"))


class Table:
    def __getitem__(self, key):
        if key > 100:
            raise LookupError
        return chr(key).upper() * 2


print("abcdefgh".translate(Table()), "ab".translate(["x"] * 97 + ["A"]))


class Broken:
    def __getitem__(self, key):
        raise RuntimeError("broken")


for call in (lambda: "a".translate(Broken()), lambda: "a".translate({97: 1.5}), lambda: "a".translate({97: 0x110000}), lambda: str.maketrans("a"), lambda: str.maketrans("ab", "c"), lambda: str.maketrans({"ab": 1}), lambda: str.maketrans({1.5: 1}), lambda: "a".translate(5)):
    try:
        print(call())
    except (RuntimeError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
