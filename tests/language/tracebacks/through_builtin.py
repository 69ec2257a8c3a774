sorted([3, 1], key=lambda v: v / 0)
