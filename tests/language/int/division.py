# // and % floor, for all signs and sizes.
numbers = [0, 1, 2, 3, 7, 10, 255, 2**31, 2**32 - 1, 2**62, 2**63, 2**64 + 1, 10**20, 10**30 + 7, 3**100]
numbers += [-n for n in numbers]
for a in numbers:
    row = []
    for b in numbers:
        if b == 0:
            continue
        q, r = divmod(a, b)
        if q * b + r != a or abs(r) >= abs(b) or (r and (r < 0) != (b < 0)):
            print("bad", a, b)
        row.append((q ^ r) % 1000003)
    print(a, row)
for expression in (lambda: 1 // 0, lambda: 1 % 0, lambda: divmod(1, 0), lambda: 10**30 // 0, lambda: 1 / 0, lambda: True % False):
    try:
        expression()
    except ZeroDivisionError as error:
        print(error)
