class Outer:
    class Error(Exception):
        pass


class Group(Outer.Error, KeyError):
    pass


def first():
    raise Outer.Error


def second():
    try:
        first()
    except Outer.Error:
        raise Group("a", "b")


try:
    second()
except Group as e:
    e.__context__ = None
    raise e.with_traceback(None)
