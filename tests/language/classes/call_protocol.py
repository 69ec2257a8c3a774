class Adder:
    def __init__(self, n):
        self.n = n

    def __call__(self, x, *, times=1):
        return (self.n + x) * times


a = Adder(3)
print(a(4), a(4, times=2), callable(a), callable(Adder), callable(3), list(map(a, [1, 2])))
try:
    Adder.missing()
except AttributeError as e:
    print(e)


class Plain:
    pass


p = Plain()
p.__call__ = lambda: "instance attribute does not count"
try:
    p()
except TypeError as e:
    print(e)


class Outer:
    class Kind:
        def __call__(self):
            return "kind"

    __call__ = Kind()


print(Outer()())
