# all, any, bool, callable, isinstance, issubclass, hash, id.
print(all([]), any([]), all([1, "a", [0]]), all([1, 0]), any([0, "", None]), any([0, 5]), all(x > 0 for x in (1, 2)), any(x > 1 for x in (1, 2)), all({}), any({0: 1}), all("a"), all((True, True)))
calls = []


def note(x):
    calls.append(x)
    return x


print(any(note(x) for x in (0, 1, 2)), calls)


class Truth:
    def __bool__(self):
        return False


class Length:
    def __len__(self):
        return 0


class BadBool:
    def __bool__(self):
        return 1


print(bool(Truth()), bool(Length()), bool(object()), any([Truth(), Length()]), not Truth(), bool("False"), bool(0.0), bool(0j), bool(None))
print(callable(len), callable(5), callable(int), callable(lambda: 0), callable(Truth), callable(Truth()), callable("".join))
print(isinstance(1, int), isinstance(True, int), isinstance(1, (str, int)), isinstance("a", (int, (float, str))), isinstance(1, object), isinstance(None, type(None)), isinstance(int, type), isinstance([], list), isinstance(1, float))
print(issubclass(bool, int), issubclass(int, object), issubclass(int, (str, int)), issubclass(KeyError, LookupError), issubclass(int, str), issubclass(type, object))
print(hash(1) == hash(1.0) == hash(True), hash("a") == hash("a"), hash(2**70) == hash(2**70), hash(None) == hash(None), hash(0), hash(5), hash(-1), hash((1, 2)) == hash((1, 2)), isinstance(hash(object()), int))
a, b = [], []
print(id(a) == id(a), id(a) != id(b), isinstance(id(a), int))
for call in (lambda: all(5), lambda: bool(BadBool()), lambda: isinstance(1, 5), lambda: issubclass(1, int), lambda: issubclass(int, 5), lambda: isinstance(1, (int, "x")) and isinstance("q", (int, "x")), lambda: hash([]), lambda: hash({}), lambda: hash(slice(0)), lambda: callable()):
    try:
        print(call())
    except TypeError as error:
        print("TypeError", error)
