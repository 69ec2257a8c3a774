# Deletions of what has no items to delete; indices as large as a word. (64-bit words)
class Plain: pass
class Sized:
    def __len__(self): return 1
    def __getitem__(self, i): return i
class Index:
    def __index__(self): return -2**63
for x in (), (1, 2), "ab", b"ab", range(3), Plain(), Sized(), 5, None, {1}, frozenset(), iter([]), memoryview(b"a").toreadonly() if 0 else 2.5:
    for key in 0, slice(1), "k", Index():
        try:
            del x[key]
        except Exception as e:
            print(type(e).__name__, e)
        try:
            x[key] = 1
        except Exception as e:
            print(type(e).__name__, e)
for x in [1], (1, 2), "ab", b"ab", bytearray(b"ab"), range(3), memoryview(b"abc"):
    for key in -2**63, 2**63 - 1, 2**62, -2**62, -2**62 - 1, 2**63, -2**63 - 1, Index():
        try:
            print(x[key])
        except IndexError as e:
            print(type(x).__name__, e)
