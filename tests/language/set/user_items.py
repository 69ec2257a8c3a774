# Items with their own hash and equality.
class P:
    hashes = 0

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        P.hashes += 1
        return self.n % 5

    def __eq__(self, other):
        return self.n == getattr(other, "n", None)


s = {P(i) for i in range(30)}
print(len(s), P(3) in s, P(99) in s, P.hashes)
before = P.hashes
t = s | {P(100)}
print(P.hashes - before, len(t), len(s & t), len(t - s))
for i in range(100):
    s.add(i)
print(P.hashes - before, len(s))


class Sub(set):
    def add(self, item):
        super().add(item * 2)


u = Sub([1, 2])
u.add(5)
print(sorted(u), type(u | {1}).__name__, type(u.copy()).__name__, repr(Sub([1])), repr(Sub()), u == {1, 2, 10})
print(isinstance(u, set), isinstance(frozenset(), set), issubclass(Sub, set))
