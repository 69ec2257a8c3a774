def endless(n):
    return endless(n + 1)


try:
    endless(0)
except RecursionError as e:
    print("caught", "maximum recursion depth exceeded" in str(e))


class A:
    def __repr__(self):
        return repr(self)


try:
    repr(A())
except RecursionError as e:
    print("repr", "maximum recursion depth exceeded" in str(e))


class B:
    def __getattr__(self, name):
        return self.nothing


try:
    B().x
except RecursionError:
    print("getattr")
a = []
a.append(a)
print(a)


def ok(n):
    return 0 if n == 0 else 1 + ok(n - 1)


print(ok(500))
