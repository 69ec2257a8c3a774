# locals() in all kinds of scope.
def plain(a, b=2, *rest, key="k", **more):
    c = 3
    if a < 0:
        never = 1
    return locals()


print(plain(1), plain(1, 5, 6, 7, key="x", z=0))


def outer():
    captured = [1]
    own = 2

    def inner(p):
        captured.append(p)
        return locals()

    return inner(5), sorted(locals())


print(outer())


def deleted():
    x = 1
    y = 2
    del x
    return locals()


print(deleted())


def generator():
    x = 1
    yield sorted(locals())
    y = 2
    yield sorted(locals())


print(list(generator()))


class Body:
    first = 1
    names = sorted(k for k in locals() if not k.startswith("__"))


print(Body.names, [sorted(locals()) for x in (1,)] and "ok")


def template(name, count):
    return "{name}: {count}".format(**locals())


print(template("apples", 3), "%(a)s" % dict(a=1))


def unaffected():
    x = 1
    locals()["x"] = 5
    return x


print(unaffected(), "unaffected" in locals(), locals() is globals())
