# Equal numbers have equal hashes, whatever their types; dicts and sets agree. (64-bit words)
groups = ((1, 1.0, True, 1 + 0j), (0, 0.0, -0.0, False, 0j), (2**70, float(2**70), complex(2**70)), (-5, -5.0, -5 + 0j), (0.5, 0.5 + 0j), (10**20, 1e20))
for group in groups:
    print([x == y for x in group for y in group].count(False), len({hash(x) for x in group}), len(set(group)), len(dict.fromkeys(group)))
print(hash(-1) == hash(-2), hash(2**61 - 1), hash(2**61), hash(-(2**61)), hash(float("inf")), hash(float("-inf")), hash(True))
nan = float("nan")
print(nan in [nan], {nan: 1}[nan], nan == nan, len({nan, nan}))
print(hash((1, 2)) == hash((1.0, True + 1)), hash("a") == hash("a"), hash(b"a") == hash(b"a"), hash(frozenset([1, 2])) == hash(frozenset([2.0, True])))
print(hash(range(5)) == hash(range(0, 5, 1)), hash(range(0)) == hash(range(5, 2)), hash(slice) is not None, hash(None) == hash(None))
d = {1: "int"}
d[1.0] = "float"
d[True] = "bool"
print(d, 1 + 0j in d)
for thing in ([], {}, set(), bytearray(), slice(1), {}.keys(), {}.items()):
    try:
        print(type(thing).__name__, hash(thing) != None)
    except TypeError as e:
        print(e)
try:
    hash(([],))
except TypeError as e:
    print(e)


class Half:
    def __hash__(self):
        return hash(0.5)

    def __eq__(self, other):
        return other == 0.5


print({0.5: "found"}[Half()], Half() in {0.5}, {Half(): 1}.get(0.5))
