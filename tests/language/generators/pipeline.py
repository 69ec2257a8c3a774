# Generators feeding generators.
def numbers(n):
    for i in range(n): yield i
def squares(it):
    for x in it: yield x * x
def evens(it):
    for x in it:
        if x % 2 == 0: yield x
print(list(evens(squares(numbers(10)))))
print(sum(x for x in (y + 1 for y in (z * 2 for z in range(5)))))
def primes():
    def sieve(it, p):
        for x in it:
            if x % p: yield x
    def start():
        n = 2
        while True:
            yield n
            n += 1
    it = start()
    while True:
        p = next(it)
        yield p
        it = sieve(it, p)
out = []
for p in primes():
    if p > 60: break
    out.append(p)
print(out)
def take(n, it):
    for i, x in enumerate(it):
        if i == n: return
        yield x
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
print(list(take(12, fib())), dict(zip("abc", fib())))
a, b, *c = take(6, fib())
print(a, b, c, max(take(20, fib())), 21 in fib())
