from itertools import combinations, combinations_with_replacement, permutations, product


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__, str(e)


print(list(product("ab", [1, 2])), list(product([0, 1], repeat=2)), list(product()), list(product("ab", [])), list(product("a", repeat=0)))
print(len(list(product(range(3), repeat=4))), list(product([1], "xy", repeat=2)))
print(list(permutations("abc")), list(permutations("abc", 2)), list(permutations("ab", 3)), list(permutations([])), list(permutations("a", 0)))
print(len(list(permutations(range(6)))), sum(p[0] for p in permutations(range(5), 3)))
print(list(combinations("abcd", 2)), list(combinations("ab", 3)), list(combinations("ab", 0)), len(list(combinations(range(10), 5))))
print(list(combinations_with_replacement("abc", 2)), list(combinations_with_replacement("", 2)), list(combinations_with_replacement("", 0)))
print(attempt(combinations, "a", -1), attempt(permutations, "a", -1), attempt(product, "a", repeat=-1), attempt(permutations, "a", "b"))
p = permutations("ab")
print(next(p), next(p), next(p, "end"), next(p, "end"))
