# Bases that cannot be brought into an order: the error names those that wait for each other.
class A: pass
class B(A): pass
class C: pass
class D(A, C): pass
class E(C, A): pass


def attempt(*bases):
    try:
        return [c.__name__ for c in type("X", bases, {}).__mro__]
    except TypeError as e:
        return str(e)


print(attempt(A, B))
print(attempt(C, A, B))
print(attempt(D, E))
print(attempt(object, A))
print(attempt(A, A))
print(attempt(B, D), attempt(D, B))
print(attempt(int, str))
print(attempt(B, C, object))
