# All values of `a, b = c, d` are read before the first target is bound, also when one of them is not there.
class Box:
    pass


def swap():
    a, b = b, a


def shift(flag):
    if flag:
        c = 3
    a, b = 1, 2
    try:
        a, b = b, c
    except NameError as e:
        print(e)
    return a, b


def store(flag):
    box = Box()
    box.v = "old"
    items = [0]
    if flag:
        c = 3
    one = 1
    try:
        box.v, items[0] = one, c
    except NameError as e:
        print(e)
    return box.v, items


def mixed(flag):
    if flag:
        x = 1
    y = z = 0
    try:
        y, z, x = 5, x, y
    except UnboundLocalError as e:
        print(e)
        x = None
    return x, y, z


try:
    swap()
except UnboundLocalError as e:
    print(e)
for flag in (False, True):
    print(shift(flag), store(flag), mixed(flag))
