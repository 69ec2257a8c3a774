1
"text"
x = [3]
x
x[0]
x[0] + 1, x
(yield_ := 5)
x.append(4) or x.pop()
[x.append(i) for i in range(2)]
x and x.append(9)
not x or x.append(8)
x.append(7) if x else None
-x[0]
lambda: 0
...
None
print(x, yield_)
x == 1 < 2 in x
x is None
try:
    undefined
except NameError as e:
    print(e)
try:
    x[100]
except IndexError as e:
    print(e)


def f():
    try:
        v
    except UnboundLocalError as e:
        print(e)
    v = 1
    v
    v + 1
    (v)
    v, v
    "x" % ()
    return


f(); print("semicolon"); f
print("end");
