"""Loops: while and for with integer arithmetic."""


def count(limit):
    i = 0
    total = 0
    while i < limit:
        if i & 3 == 1:
            total += i
        elif i % 7 == 0:
            total -= 1
        i += 1
    return total


def nested(n):
    total = 0
    for i in range(n):
        for j in range(n):
            total += i ^ j
    return total


print(count(2000000), nested(1200))
