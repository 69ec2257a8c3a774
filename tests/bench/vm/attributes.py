"""Objects: attribute reads and writes, and method calls."""


class Counter:
    def __init__(self, step):
        self.step = step
        self.value = 0
        self.calls = 0

    def bump(self, by):
        self.value += by * self.step
        self.calls += 1
        return self.value


def run(n):
    counter = Counter(3)
    for i in range(n):
        counter.bump(i)
        if counter.value > 1000000:
            counter.value = counter.value - 1000000
    return counter.value, counter.calls


print(run(2000000))
