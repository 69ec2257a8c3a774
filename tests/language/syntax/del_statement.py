a = b = c = 1
del a
del (b, c)
for n in "abc":
    try:
        eval(n)
    except NameError as e:
        print(e)


def f(p, q):
    del p
    try:
        p
    except UnboundLocalError as e:
        print(e)
    p = 5
    del [q]
    x, y, z = 1, 2, 3
    del x, (y, [z])
    try:
        del x
    except UnboundLocalError as e:
        print(e)
    try:
        return q
    except UnboundLocalError:
        return p


print(f(1, 2))
l = list(range(6))
del l[0], l[-1], l[1:3]
d = {"a": 1, "b": 2}
del d["a"]
print(l, d)
try:
    del d["zz"]
except KeyError as e:
    print(e)
try:
    del undefined
except NameError as e:
    print(e)


class C:
    x = 1
    del x
    try:
        del x
    except NameError as e:
        print(e)


print(hasattr(C, "x"))
del ()
print = print
del print
print("built-in again")
