def r(n):
    if n == 0:
        1 / 0
    return r(n - 1)
try:
    {}["k"]
except KeyError:
    r(10)
