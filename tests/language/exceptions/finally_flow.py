# finally with every way of leaving, nested.
log = []
def f(how):
    for i in range(3):
        try:
            try:
                if how == "raise": raise ValueError(i)
                if how == "return": return "ret"
                if how == "break": break
                if how == "continue": continue
                log.append("body")
            finally:
                log.append("f1")
        finally:
            log.append("f2")
    else:
        log.append("else")
    return "end"
for how in ("none", "return", "break", "continue", "raise"):
    del log[:]
    try:
        r = f(how)
    except ValueError as e:
        r = repr(e)
    print(how, r, log)
def deep():
    try:
        try:
            1 / 0
        finally:
            print("a")
            try:
                raise KeyError
            except KeyError:
                print("b")
    except ZeroDivisionError as e:
        print("c", e.__context__)
deep()
def replaced():
    try:
        raise ValueError("first")
    finally:
        raise KeyError("second")
try:
    replaced()
except KeyError as e:
    print(repr(e), repr(e.__context__))
def gen():
    try:
        yield 1
        yield 2
    finally:
        print("gen finally")
for x in gen(): print(x)
def loop():
    n = 0
    while True:
        try:
            n += 1
            if n < 3: continue
            if n == 5: return n
        finally:
            print("n", n)
print(loop())
def in_except():
    try:
        raise ValueError
    except ValueError:
        try:
            return "x"
        finally:
            print("in except finally")
print(in_except())
