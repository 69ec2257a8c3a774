class A:
    def __init__(self, v):
        self.v = v

    def __add__(self, other):
        return A(self.v + other.v)

    @property
    def size(self):
        return len(self.v)


def total(items):
    result = items[0]
    for item in items[1:]:
        result = result + item
    return result.size


print(total([A("a"), A("b")]))
print(total([A(1), A(2)]))
