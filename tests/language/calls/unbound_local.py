# Reading a local before it is assigned.
def read():
    print(x)
    x = 1
def arithmetic():
    y = z + 1
    z = 2
def call():
    return len(q)
    q = []
def store():
    lst = [1]
    lst[0] = w
    w = 1
def attr():
    o.x
    o = 1
def ret():
    return r
    r = 1
def aug():
    a += 1
def delete():
    d = 1
    del d
    del d
def branch(flag):
    if flag: v = 1
    return v
for f in (read, arithmetic, call, store, attr, ret, aug, delete):
    try:
        f()
        print("no error")
    except UnboundLocalError as e:
        print(f.__name__, "UnboundLocalError", e)
print(branch(True))
try:
    branch(False)
except UnboundLocalError as e:
    print(e)
try:
    undefined_name
except NameError as e:
    print(e)
def glob():
    return also_undefined
try:
    glob()
except NameError as e:
    print(type(e).__name__, e)
