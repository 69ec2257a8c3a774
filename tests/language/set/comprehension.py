# Set comprehensions and displays.
print(sorted({x * x % 10 for x in range(20)}), sorted({(a, b) for a in range(2) for b in "xy"}), {*range(3), *[2, 3]} == {0, 1, 2, 3}, len({None, None, ...}), type({1}).__name__, type({}).__name__, type({*()}).__name__)
x = "outer"
print(len({x for x in range(3)}), x)
try:
    {[x] for x in range(1)}
except TypeError as error:
    print(error)
vowels = {c for c in "the quick brown fox" if c in set("aeiou")}
print("".join(sorted(vowels)), {len(w) for w in "a bb cc ddd".split()} == {1, 2, 3})
primes = {n for n in range(2, 60) if not {d for d in range(2, n) if n % d == 0}}
print(sorted(primes), {1, 2} & {n for n in (2, 3)}, {n: {n} for n in range(2)})
