# An operand keeps the value that it had when it was evaluated.
def binary(x):
    return x + (x := 1), x


def call(x):
    return max(x, (x := 2)), x


def chain(x):
    return x < (x := 5) < 6, x, 1 < x < (x := 3) < x


def subscripts():
    a = [0, 1, 2, 3]
    i = 1
    return a[i] + a[(i := 2)] + a[i], [i, (i := 3), i], (i, (i := 4), i), {i: (i := 5), i: i}


def targets():
    a = [0, 0, 0, 0]
    i = 1
    a[i] = i = 2
    i, a[i] = 3, 9
    return a, i


def method(x):
    x = x.upper()
    x = x.lower().strip()
    return x.replace(x, (x := "z") + x), x


def augmented(x):
    x += (x := 3)
    d = {1: 10, 2: 20}
    k = 1
    d[k] += (k := 2)
    return x, d, k


def keyword(x):
    return dict(a=x, b=(x := 7), c=x)


def conditional(x):
    return x if (x := x - 1) else -x, x


def both(x):
    return x and (x := 0) or x, x


def test(x):
    if x > (x := 3):
        return "greater", x
    return "not greater", x


print(binary(10), call(5), chain(2))
print(subscripts())
print(targets())
print(method(" aB "), augmented(10), keyword(1))
print(conditional(1), conditional(5), both(4), test(5), test(1))
x = 5
print(x + (x := 10), x, [x, x := 3, x])
print(f"{x}{(x := 4)}{x}", x * (x := 2) ** x)
