import random
from random import Random

random.seed(42)
first = [random.random() for _ in range(5)]
random.seed(42)
print(first == [random.random() for _ in range(5)], all(0 <= x < 1 for x in first), len(set(first)))
for f in (lambda: random.randint(1, 6), lambda: random.randrange(10), lambda: random.randrange(3, 30, 3), lambda: random.choice("abc"),
          lambda: random.getrandbits(3), lambda: random.randrange(10, 0, -4), lambda: random.choices([1, 2, 3], [1, 0, 1])[0]):
    print(sorted(set(f() for _ in range(500))))
print(all(2**70 <= random.randrange(2**70, 2**70 + 100) < 2**70 + 100 for _ in range(100)), 0 <= random.getrandbits(200) < 2**200, random.randint(5, 5))
l = list(range(50))
random.shuffle(l)
print(sorted(l) == list(range(50)), l != list(range(50)))
s = random.sample(range(100), 10)
print(len(s), len(set(s)), sorted(random.sample([1, 2, 3], 3)), sorted(random.sample("ab", 3, counts=[2, 1])), random.sample([], 0))
print(all(1 <= random.uniform(1, 2) <= 2 for _ in range(100)), all(0 <= random.triangular(0, 10, 5) <= 10 for _ in range(100)))
g = [random.gauss(100, 15) for _ in range(4000)]
mean = sum(g) / len(g)
print(95 < mean < 105, 10 < (sum((x - mean) ** 2 for x in g) / len(g)) ** 0.5 < 20)
e = [random.expovariate(2) for _ in range(4000)]
print(0.4 < sum(e) / len(e) < 0.6, len(random.choices("ab", k=7)), random.choices([5], cum_weights=[3], k=2))
a, b = Random(7), Random(7)
print([a.random() for _ in range(3)] == [b.random() for _ in range(3)], a.randint(1, 10**6) == b.randint(1, 10**6), isinstance(a, Random))
state = a.getstate()
x = a.random()
a.setstate(state)
print(a.random() == x, len(random.randbytes(7)))
random.seed("text")
x = random.random()
random.seed(b"bytes")
y = random.random()
random.seed("text")
print(random.random() == x, x != y)
counts = [0] * 10
for _ in range(20000):
    counts[random.randrange(10)] += 1
print(all(1700 < c < 2300 for c in counts))
random.choice([])
