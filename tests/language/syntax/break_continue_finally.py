def f(kind):
    out = []
    for i in range(4):
        try:
            out.append(i)
            if kind == "continue" and i == 1:
                continue
            if kind == "break" and i == 2:
                break
            if kind == "return" and i == 2:
                return out
            if kind == "raise" and i == 2:
                raise ValueError(i)
            out.append("body")
        finally:
            out.append("finally")
        out.append("after")
    else:
        out.append("else")
    return out


for kind in "continue break return none".split():
    print(kind, f(kind))
try:
    f("raise")
except ValueError as e:
    print("raised", e)


def nested():
    out = []
    for i in range(3):
        try:
            try:
                if i == 0:
                    continue
                if i == 1:
                    break
            finally:
                out.append(("inner", i))
        finally:
            out.append(("outer", i))
    return out


print(nested())


def while_loop():
    n = 0
    while True:
        try:
            n += 1
            if n < 3:
                continue
            break
        finally:
            print("n", n)
    return n


print(while_loop())


def break_in_finally():
    for i in range(3):
        try:
            1 / 0
        finally:
            break
    return "swallowed", i


print(break_in_finally())


def continue_in_finally():
    n = 0
    for i in range(3):
        try:
            if i == 1:
                return "returned"
            raise ValueError
        finally:
            n += 1
            continue
    return n


print(continue_in_finally())


def loop_in_finally():
    try:
        return "value"
    finally:
        for i in range(5):
            if i == 1:
                continue
            if i == 3:
                break
            print("in finally", i)


print(loop_in_finally())
