def show(x):
    print("show", x)
    return x


print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2 != 1)
print(show(1) < show(2) < show(3))
print(show(3) < show(2) < show(1))
x = 5
print(0 < x < 10, 0 < x < 3, not 0 < x < 10, (0 < x) < 10)
if 1 <= x <= 5 != 6:
    print("in")
if not 1 <= x < 5:
    print("out")
print(1 in [1, 2] == True, (1 in [1, 2]) == True)
print(None is None is not 3)
print([i for i in range(10) if 2 < i <= 5])
print(1 < 2 == 2 > 0, "a" < "b" < "c")
while 0 <= x <= 5:
    x -= 2
print(x)


class V:
    def __init__(self, v):
        self.v = v

    def __lt__(self, o):
        return [] if self.v < o.v else ""


print(V(1) < V(2) < V(3), V(2) < V(1) < V(3))
