# try, except, else, finally and what runs when.
def f(x):
    try:
        print("try", x)
        if x == 1: raise ValueError("one")
        if x == 2: raise KeyError("two")
        if x == 3: return "returned"
    except ValueError as e:
        print("except", e)
    except (KeyError, IndexError) as e:
        print("tuple", repr(e))
    else:
        print("else")
    finally:
        print("finally")
    return "end"
for i in range(4): print(f(i))
try:
    e
except NameError:
    print("e is gone")
def nested():
    try:
        try:
            raise TypeError("inner")
        finally:
            print("inner finally")
    except TypeError as e:
        print("outer", e)
nested()
def order():
    for i in range(3):
        try:
            if i == 0: continue
            if i == 2: break
            print("body", i)
        finally:
            print("finally", i)
    else:
        print("no break")
order()
def override():
    try:
        return 1
    finally:
        return 2
print(override())
def swallow():
    while True:
        try:
            raise ValueError
        finally:
            break
    return "swallowed"
print(swallow())
def value():
    x = 1
    try:
        return x
    finally:
        x = 2
print(value())
def all_errors():
    for f in (lambda: 1 / 0, lambda: [][1], lambda: {}["k"], lambda: int("x"), lambda: None.x, lambda: "a" + 1):
        try:
            f()
        except Exception as e:
            print(type(e).__name__, e)
all_errors()
