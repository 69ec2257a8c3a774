for i in range(3):
    print(i, end=" ")
else:
    print("done")
for i in []:
    print("never")
else:
    print("empty")
print(i)
for c in "ab":
    for d in [1, 2, 3]:
        if d == 2:
            continue
        if c == "b":
            break
        print(c, d)
    else:
        print("inner else", c)
        continue
    print("broke", c)
for i, (a, b) in enumerate([(1, 2), (3, 4)]):
    print(i, a, b)
d = {}
for d["k"] in range(3):
    pass
print(d)


class O:
    pass


for O.x in "yz":
    pass
print(O.x)
for x in 1, 2, *[3, 4]:
    print(x, end=" ")
print()


def f(items):
    for x in items:
        for y in x:
            if y == 0:
                return "zero"
            if y < 0:
                break
        else:
            continue
        return "negative"
    else:
        return "end"


print(f([[1, 2], [3]]), f([[1], [0]]), f([[1], [-1]]), f([]))
x = [1, 2, 3]
for x in x:
    print(x, end=" ")
print(x)
items = [1, 2, 3]
for v in items:
    if len(items) < 6:
        items.append(v * 10)
print(items)
for i in range(3):
    i *= 10
print(i)
try:
    for x in 5:
        pass
except TypeError as e:
    print(e)
for x in [i * 2 for i in range(3)]: print(x)
