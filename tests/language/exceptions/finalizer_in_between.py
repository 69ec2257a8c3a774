# Finalisers run between instructions, but not between an exception and its handler.
count = [0]


class D:
    def __init__(self):
        self.data = list(range(50))
        self.me = self

    def __del__(self):
        count[0] += 1
        try:
            int("y")
        except ValueError:
            pass


def generator():
    try:
        yield
    finally:
        count[0] += 1


caught = 0
for i in range(3000):
    D()
    next(generator())
    try:
        int("x" * (i % 100 + 1))
    except ValueError as e:
        caught += str(e).startswith("invalid")
print(caught)

import gc

gc.collect()
for i in range(10):
    pass
print(count[0] > 1000)
