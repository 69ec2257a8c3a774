"""n queens by backtracking with sets and recursion."""


def solve(n, row, columns, left, right):
    if row == n:
        return 1
    count = 0
    for column in range(n):
        if column not in columns and row - column not in left and row + column not in right:
            columns.add(column)
            left.add(row - column)
            right.add(row + column)
            count += solve(n, row + 1, columns, left, right)
            columns.remove(column)
            left.remove(row - column)
            right.remove(row + column)
    return count


print(solve(9, 0, set(), set(), set()), solve(8, 0, set(), set(), set()))
