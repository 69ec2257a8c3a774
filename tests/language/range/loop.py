# for over ranges, nested, with break and else, with values that change.
total = 0
for i in range(1000):
    total += i
print(total)
for i in range(3):
    i += 10
    print(i, end=" ")
print(i)
for i in range(5, -5, -3):
    print(i, end=" ")
print()
n = 3
for i in range(n):
    n = 100
    print(i, n, end=" ")
print()
for i in range(10):
    if i == 4:
        break
else:
    print("not reached")
print(i)
for i in range(2):
    pass
else:
    print("else", i)
for i in range(0):
    print("never")
print(i, [(i, j) for i in range(3) for j in range(i, 3)], i)
step = -2
print([x for x in range(10, 0, step)])


def generator(n):
    for i in range(n):
        yield i * i


print(list(generator(4)), sum(generator(100)))
