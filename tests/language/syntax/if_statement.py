def f(x):
    if x < 0:
        return "negative"
    elif x == 0:
        return "zero"
    elif x < 10:
        if x % 2:
            return "odd"
        else:
            return "even"
    else:
        pass
    return "large"


print([f(x) for x in (-1, 0, 1, 2, 30)])
if True: print("one line"); print("two")
if False: print("no")
else: print("else")
if []: pass
elif {}: pass
elif "x": print("elif")
x = 3
if x:
    if not x:
        print("a")
    elif x == 3:
        print("b")
        if x > 2: print("c")
    else: print("d")
if (x
        > 2):
    print("continued")
if x == 3 and \
        x != 4:
    print("backslash")
