def f(x):
    match x:
        case []:
            return "empty"
        case [a]:
            return "one", a
        case [1, 2]:
            return "one two"
        case (1, b) | [b, 1]:
            return "with one", b
        case ["go", ("north" | "south") as where, *_]:
            return "go", where
        case [[a, b], [c, *d]]:
            return "nested", a, b, c, d
        case [first, *rest] if rest and rest[-1] == "end":
            return "ends", first, rest
        case [*init, 9]:
            return "nine", init
        case [a, *mid, b]:
            return "mid", a, mid, b
    return "no match"


for x in ([], (), [5], [1, 2], (1, 7), [7, 1], ["go", "north", 1], [[1, 2], [3, 4, 5]], [0, 1, "end"], [9, 9], (4, 5, 6), "ab", {1, 2}, 5, range(3), b"ab", [1]):
    print(repr(x), f(x))


def open_forms(x, y):
    match x, y:
        case 1, 2:
            return "1,2"
        case a, (b, *c):
            return a, b, c
        case *a,:
            return a


print(open_forms(1, 2), open_forms(1, [2, 3]), open_forms(3, 4))
match [1, [2, [3, 4]]]:
    case [a, [b, [c, d]]]:
        print(a, b, c, d)
match *[1, 2], 3:
    case [*x]:
        print(x)


def rebinding(x):
    match x:
        case [x, 5]:
            return "five", x
        case [x, y] if x > 10:
            return "big", x, y
        case [y, z]:
            return "two", y, z, x
    return x


print(rebinding([1, 5]), rebinding([11, 2]), rebinding([1, 2]), rebinding(3))


def captured(v):
    match v:
        case [a, *b]:
            return lambda: (a, b)


print(captured("no"), captured([1, 2])())
