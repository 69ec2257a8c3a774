"""Lists of lists: matrix product and determinant."""


def product(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def product_loops(a, b):
    n = len(a)
    out = [[0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            s = 0
            for k in range(n):
                s += a[i][k] * b[k][j]
            out[i][j] = s
    return out


n = 120
a = [[(i * j) % 11 for j in range(n)] for i in range(n)]
b = [[(i + j) % 7 for j in range(n)] for i in range(n)]
print(product(a, b) == product_loops(a, b), sum(map(sum, product_loops(b, a))))
