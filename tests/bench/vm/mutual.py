"""Calls: mutual recursion (Hofstadter's female and male sequences)."""


def female(n):
    return 1 if n == 0 else n - male(female(n - 1))


def male(n):
    return 0 if n == 0 else n - female(male(n - 1))


print([female(n) for n in range(60)][-5:], sum(male(n) for n in range(60)))
