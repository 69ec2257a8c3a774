# `x = x` reads x.
def same():
    x = x
    return x


def later(flag):
    if flag:
        x = 1
    x = x
    return x


for f, args in (same, ()), (later, (False,)), (later, (True,)):
    try:
        print(f(*args))
    except UnboundLocalError as e:
        print(type(e).__name__, "'x'" in str(e))
