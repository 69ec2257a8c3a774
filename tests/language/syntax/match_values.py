class Color:
    RED = 1
    GREEN = "g"


def f(x):
    match x:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "small"
        case -5:
            return "minus five"
        case 2.5:
            return "float"
        case 3 + 4j | -1 - 2j:
            return "complex"
        case "a" | "b":
            return "text"
        case b"x":
            return "bytes"
        case None:
            return "none"
        case True:
            return "true"
        case Color.GREEN:
            return "green"
        case str() as s if len(s) > 3:
            return "long " + s
        case str(s):
            return "str " + s
        case int(n) | float(n):
            return "number", n
        case _:
            return "other"


for x in (0, 1, 3, -5, 2.5, 3 + 4j, -1 - 2j, "a", b"x", None, True, False, "g", "long text", "xy", 77, 7.5, [], 1.0):
    print(repr(x), f(x))


def guard(x):
    match x:
        case n if n < 0:
            return "negative"
        case 0:
            return "zero"
        case n if n % 2:
            return "odd", n
        case n:
            return "even", n


print([guard(i) for i in (-1, 0, 3, 4)])
match "module":
    case "nothing":
        pass
    case word:
        print(word)
match (1, 2):
    case 5: print("no")
match = 3
case = {match: 4}
_ = case[match]
print(match, case, _)
match[0] if 0 else print("soft")
match * case if False else None
print(match, [match
              for match in range(2)])


def keyword(match, case):
    match.append(case)
    match[0]: int
    match = case
    return match


print(keyword([1], 2))
