# What a finally clause raises is no longer being handled once it is caught, however the clause was reached.
def caught(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return repr(e)


def context():
    try:
        raise ValueError
    except ValueError as e:
        return repr(e.__context__)


def leaves(how):
    for i in range(2):
        try:
            if how == "return":
                return i
            if how == "break":
                break
            if how == "continue":
                continue
            if how == "raise":
                raise KeyError(how)
        finally:
            print(missing)


for how in "return", "break", "continue", "raise", "fall":
    print(how, caught(leaves, how), context())


def generator(how):
    try:
        yield 1
        if how:
            return
    finally:
        yield 2
        missing


for how in False, True:
    try:
        for item in generator(how):
            print(item)
    except NameError as e:
        print(repr(e), repr(e.__context__))
    print(context())
g = generator(False)
print(next(g), g.throw(KeyError(3)), caught(next, g), context())
