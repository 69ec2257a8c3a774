# List comprehensions: nesting, conditions, scope.
print([x * x for x in range(5)], [x for x in "abc" if x != "b"], [(x, y) for x in range(3) for y in range(x)])
print([[y for y in range(x)] for x in range(4)], [x if x % 2 else -x for x in range(5)], [x for x in range(20) if x % 2 if x % 3])
x = "outer"
squares = [x for x in range(3)]
print(x, squares)
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [item for row in matrix for item in row])
functions = [lambda: i for i in range(3)]
print([f() for f in functions], [(lambda n: n * 2)(n) for n in range(3)])


def local(n):
    k = 10
    return [k + i for i in range(n)]


print(local(3), [a + b for a, b in zip([1, 2], [3, 4])], [*range(3), *"ab"], [first for first, *rest in ["abc", "de"]])
print([y := 1, y**2], [last := n for n in range(3)], last)
