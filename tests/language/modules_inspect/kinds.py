import inspect
import collections


def function(a, b=1):
    """A function.

    More text.
    """


def generator():
    yield


async def coroutine():
    pass


async def asyncgen():
    yield


class Class:
    """A class."""

    attribute = 1

    def method(self):
        pass

    @property
    def prop(self):
        return 1


class Sub(Class):
    pass


c = coroutine()
things = [function, generator, coroutine, asyncgen, Class, Class(), Class().method, Class.method, len, [].append, collections, generator(), c, asyncgen(), 3]
checks = [inspect.isfunction, inspect.ismethod, inspect.isclass, inspect.ismodule, inspect.isbuiltin, inspect.isroutine, inspect.isgenerator, inspect.isgeneratorfunction,
          inspect.iscoroutine, inspect.iscoroutinefunction, inspect.isasyncgen, inspect.isasyncgenfunction, inspect.isawaitable]
for check in checks:
    print(check.__name__, [int(check(thing)) for thing in things])
c.close()
print([n for n, v in inspect.getmembers(Class) if not n.startswith("_")], [n for n, v in inspect.getmembers(Class(), inspect.ismethod) if not n.startswith("_")])
print(inspect.getdoc(function), inspect.getdoc(Sub), inspect.cleandoc("a\n    b\n      c\n\n"), inspect.getmro(Sub))
print(inspect.getmodule(function).__name__, inspect.currentframe().f_lineno, inspect.currentframe().f_code.co_name)
print(inspect.getsource(generator), inspect.getsourcelines(Class)[1], inspect.getsource(Class.method))


def outer():
    return inspect.currentframe().f_back.f_code.co_name, [f.function for f in inspect.stack()]


def caller():
    return outer()


print(caller())
