def a(n):
    return b(n)


def b(n):
    return a(n - 1) if n else [][0]


try:
    a(2)
finally:
    print("finally")
    {}["other"]
