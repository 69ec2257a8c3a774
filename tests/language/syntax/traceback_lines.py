# The line of every frame of a traceback, for calls and operators that span lines.
def lines(f, *args):
    try:
        f(*args)
    except Exception as e:
        tb, out = e.__traceback__, []
        while tb:
            out.append(tb.tb_lineno)
            tb = tb.tb_next
        print(f.__name__, out[1:], type(e).__name__)


def boom(*args, **kw):
    raise ValueError


def multi_call():
    x = 1
    return boom(
        1,
        2,
        boom
    )


def inner_argument():
    return print(
        1,
        boom(
            2
        ),
    )


def operators(a):
    return (a
            + 1
            + "x"
            + 2)


def method():
    x = "abc"
    return x.upper(
    ).missing(
        1
    )


def chain():
    return (
        "a"
        .upper()
        .nothing
    )


def subscript():
    d = {}
    return d[
        "key"
    ]


def display():
    return [
        1,
        2,
        1 / 0,
        3,
    ]


def dictionary():
    return {
        "a": 1,
        "b": boom(),
    }


def keyword():
    return dict(
        a=1,
        b=1 / 0,
    )


def condition(x):
    if (x and
            x > "a"):
        return 1


def loop():
    for x in [
        1,
        0,
    ]:
        y = 1
        1 / x


def loop_iterable():
    z = 1
    for x in boom(
            ):
        pass


def while_condition(n):
    while 10 / n:
        n -= 1
        m = n


def comprehension():
    return [
        1 / x
        for x in (1, 0)
        if x is not None
    ]


def generator():
    return list(
        1 / x
        for x in (1, 0)
    )


def assignment():
    a = b = (
        boom())


def unpack():
    a, b = (
        1,
        2), 3, 4
    a, b = [
        1]


def augmented():
    x = 1
    x += (
        "a")


def string():
    return f"""
{1}
{boom()}
"""


def raise_from():
    raise KeyError(
        1
    ) from ValueError(
        2)


def with_statement():
    with open(
            "/no/such/file"
            ) as f:
        pass


def asserts():
    x = 0
    assert (
        x
        == 1), (
            "message")


def deletes():
    d = {}
    del d[
        1]


def try_finally():
    try:
        pass
    finally:
        boom()
    return 1


def except_type():
    try:
        boom()
    except undefined_name:
        pass


def default():
    def f(a=1,
          b=boom()):
        pass


def decorated():
    @boom
    def f():
        pass


def decorator_call():
    @boom(
        1)
    class C:
        pass


def class_body():
    class C:
        x = 1
        y = boom()


def lambda_():
    f = (lambda:
         boom())
    f()


def late():
    x = 1
    y = 2


    z = boom()


def yields():
    def g():
        yield 1
        boom()
        yield 2
    for x in g():
        pass


def recursion(n):
    if n:
        recursion(n - 1)
    else:
        boom()


def imports():
    import nosuchmodule


def unbound():
    if 0:
        v = 1
    print(
        v)


for f in (multi_call, inner_argument, method, chain, subscript, display, dictionary, keyword, loop, loop_iterable,
          generator, assignment, augmented, raise_from, deletes, try_finally, except_type,
          default, decorated, decorator_call, class_body, lambda_, late, yields, imports, unbound):
    lines(f)
lines(operators, 1)
lines(condition, 1)
lines(while_condition, 2)
lines(recursion, 3)
lines(string)
lines(unpack)
lines(asserts)
lines(with_statement)
