# Constraint solving with sets: a small Latin square.
def solve(rows):
    n = len(rows)
    every = set(range(1, n + 1))
    open_cells = {(r, c) for r in range(n) for c in range(n) if not rows[r][c]}

    def options(cell):
        r, c = cell
        return every - set(rows[r]) - {rows[i][c] for i in range(n)}

    def search():
        if not open_cells:
            return True
        cell = min(open_cells, key=lambda p: (len(options(p)), p))
        open_cells.discard(cell)
        r, c = cell
        for value in sorted(options(cell)):
            rows[r][c] = value
            if search():
                return True
            rows[r][c] = 0
        open_cells.add(cell)
        return False

    return search()


square = [[1, 0, 0, 0, 5], [0, 3, 0, 0, 0], [0, 0, 5, 0, 0], [0, 0, 0, 2, 0], [5, 0, 0, 0, 4]]
print(solve(square))
for row in square:
    print(row)
print(solve([[1, 1], [0, 0]]), solve([[0] * 4 for _ in range(4)]))
