from itertools import *


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__, str(e)


print(list(chain("ab", [1], (), "c")), list(chain.from_iterable(["ab", "c"])), list(chain()))
print(list(islice(count(), 3)), list(islice(count(5, 2), 3)), list(islice(count(1.5, 0.5), 3)), count(3), count(3, 2), count(step=3, start=1))
c = count(2**62)
print(next(c), next(c), next(count(10**30)))
print(list(repeat("x", 3)), repeat(1), repeat(1, 2), list(repeat(1, 0)), list(repeat(1, -1)), list(islice(repeat(7), 2)))
print(list(compress("abcdef", [1, 0, 1, 0, 1])), list(dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(takewhile(lambda x: x < 3, [1, 2, 3, 1])))
print(list(filterfalse(None, [0, 1, "", "a"])), list(filterfalse(lambda x: x % 2, range(6))), list(starmap(pow, [(2, 3), (3, 2)])))
print(list(accumulate([1, 2, 3, 4])), list(accumulate([1, 2, 3], lambda a, b: a * b)), list(accumulate([], initial=5)), list(accumulate("abc", initial="x")))
print(list(pairwise("abcd")), list(pairwise("a")), list(pairwise("")))
for args in ((3,), (2, 5), (1, None, 3), (0, 0), (None,), (2, 2), (5, 3), (0, 10, 4)):
    source = iter(range(8))
    print(args, list(islice(source, *args)), list(source))
print(attempt(islice, [], -1), attempt(islice, [], "a"), attempt(islice, [], 0, 1, 0), attempt(islice, [], 1.5))
print(attempt(list, chain(5)), attempt(count, "a"), attempt(compress, [1]), attempt(accumulate), attempt(starmap, 1))
print([x for x in zip(count(), "ab")], list(zip_longest("abc", [1], fillvalue="-")), list(zip_longest("ab", "c", "def")), list(zip_longest()))
i = islice(cycle("abc"), 7)
print(list(i), list(i), list(cycle([])))
e = takewhile(bool, [1, 0, 1])
print(list(e), list(e))
