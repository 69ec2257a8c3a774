n = 5
while n:
    n -= 1
    if n == 3:
        continue
    if n == 1:
        break
    print(n)
else:
    print("no break")
print("after", n)
while n < 3:
    n += 1
else:
    print("else", n)
i = 0
while True:
    i += 1
    while i < 3:
        i += 1
        if i == 2: continue
        break
    else:
        if i > 5:
            break
print(i)


def f():
    n = 0
    while 1:
        n += 1
        if n > 4:
            return n
        if n == 2:
            continue
        if n < 0:
            break


print(f())


def g(n):
    while n > 0 and (n % 7 or n == 14):
        n -= 1
    return n


print(g(20), g(13), g(-2))
while not n == 0: n -= 1
print(n)
