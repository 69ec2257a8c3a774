# Methods of built-in types taken from the class, bound and called with the wrong object.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


print(str.upper("a"), list.append.__name__, int.__add__(1, 2), "a".upper.__self__, [].append.__name__)
print(attempt(lambda: str.upper(5)), attempt(lambda: list.append({}, 1)))
print(str.upper == str.upper, str.upper == str.lower, str.upper is not None, "a".upper == "a".upper, [1].append == [1].append)
print(hash(str.upper) == hash(str.upper), str.join("-", "abc"), dict.get({1: 2}, 1))
up = str.upper
class A:
    up = up
    n = len
print(attempt(lambda: A().up()), A.up("x"), A().n([1, 2]))
print(int.__add__(1, "x"), (5).__neg__(), (5).__pos__(), (3).__divmod__(2), (1.5).__float__(), (7).__float__())
print((1).__le__(1), (1).__ne__(2), (1).__gt__(2), (1).__ge__(1), [1].__iadd__([2]), {1}.__ior__({2}) == {1, 2})
print(attempt(lambda: (1).__add__(1, 2)) is not None, attempt(lambda: float.__add__(1, 2)))
