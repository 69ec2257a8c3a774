def make(n):
    class Local:
        value = n

        class Inner:
            depth = 2

        def get(self):
            return n + self.value

        def cls(self):
            return __class__

    return Local


A, B = make(1), make(5)
print(A().get(), B().get(), A is B, A().cls() is A, A.Inner.depth)
print(A.__qualname__, A.Inner.__qualname__, A.get.__qualname__)
x = "global"


class Scope:
    x = "class"
    y = x

    def f(self):
        return x

    z = [x for _ in range(1)]
    w = [i for i in x]


print(Scope.y, Scope().f(), Scope.z, Scope.w)
