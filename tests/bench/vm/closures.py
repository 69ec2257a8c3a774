"""Closures: counters and function composition."""


def make_counter(step):
    count = 0

    def bump(by):
        nonlocal count
        count += by * step
        return count

    return bump


def compose(f, g):
    return lambda x: f(g(x))


def run(n):
    counters = [make_counter(i) for i in range(4)]
    chain = compose(lambda x: x + 1, compose(lambda x: x * 2, lambda x: x & 1023))
    total = 0
    for i in range(n):
        total += counters[i & 3](1) + chain(i)
    return total


print(run(1000000))
