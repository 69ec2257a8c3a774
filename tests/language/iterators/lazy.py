# How far built-ins read ahead.
def noisy(name, n):
    for i in range(n):
        print(name, i, end=" ")
        yield i
    print(name, "end", end=" ")


print(next(zip(noisy("a", 2), noisy("b", 2))))
print(list(zip(noisy("a", 1), noisy("b", 3))))
print(list(map(lambda x, y: x + y, noisy("a", 2), noisy("b", 1))))
print(any(x == 1 for x in noisy("a", 5)))
print(all(x < 2 for x in noisy("a", 5)))
print(3 in noisy("a", 9))
e = enumerate(noisy("e", 3))
print(next(e))
f = filter(lambda x: x == 2, noisy("f", 5))
print(next(f))
a, b = noisy("u", 2)
print(a, b)
try:
    a, b = noisy("u", 5)
except ValueError as error:
    print(error)
for x in noisy("for", 3):
    if x == 1:
        break
print()
print(min(noisy("m", 2)), max(noisy("m", 2), default=9))
