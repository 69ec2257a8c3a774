"""Looking into functions, classes and modules."""

import types

CO_VARARGS, CO_VARKEYWORDS, CO_GENERATOR, CO_COROUTINE, CO_ASYNC_GENERATOR = 4, 8, 32, 128, 512


def ismodule(object):
    """True for a module."""
    return isinstance(object, types.ModuleType)


def isclass(object):
    """True for a class."""
    return isinstance(object, type)


def isfunction(object):
    """True for a function written in Python."""
    return isinstance(object, types.FunctionType)


def ismethod(object):
    """True for a bound method written in Python."""
    return isinstance(object, types.MethodType) and isfunction(object.__func__)


def isbuiltin(object):
    """True for a built-in function or bound method."""
    return isinstance(object, types.BuiltinFunctionType) or (isinstance(object, types.MethodType) and not isfunction(object.__func__))


def isroutine(object):
    """True for functions and methods of all kinds."""
    return isbuiltin(object) or isfunction(object) or ismethod(object) or ismethoddescriptor(object)


def ismethoddescriptor(object):
    """True for what has __get__ but no __set__, and is no function or class."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    return hasattr(type(object), "__get__") and not hasattr(type(object), "__set__")


def isdatadescriptor(object):
    """True for what has __set__ or __delete__."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    return hasattr(type(object), "__set__") or hasattr(type(object), "__delete__")


def iscode(object):
    """True for a code object."""
    return isinstance(object, types.CodeType)


def istraceback(object):
    """True for a traceback."""
    return isinstance(object, types.TracebackType)


def isframe(object):
    """True for a frame."""
    return type(object).__name__ == "frame"


def isgenerator(object):
    """True for a generator."""
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    """True for a coroutine."""
    return isinstance(object, types.CoroutineType)


def isasyncgen(object):
    """True for an asynchronous generator."""
    return isinstance(object, types.AsyncGeneratorType)


def isawaitable(object):
    """True for what `await` takes."""
    return iscoroutine(object) or hasattr(type(object), "__await__")


def _flag(function, flag, also=0):
    function = getattr(function, "func", function)  # of a functools.partial
    function = getattr(function, "__func__", function)
    return isfunction(function) and function.__code__.co_flags & (flag | also) == flag


def isgeneratorfunction(obj):
    """True for a function with yield."""
    return _flag(obj, CO_GENERATOR, CO_COROUTINE | CO_ASYNC_GENERATOR)


def iscoroutinefunction(obj):
    """True for an async def function."""
    return _flag(obj, CO_COROUTINE, CO_ASYNC_GENERATOR)


def isasyncgenfunction(obj):
    """True for an async def function with yield."""
    return _flag(obj, CO_ASYNC_GENERATOR)


def isabstract(object):
    """True for an abstract class."""
    return isclass(object) and bool(getattr(object, "__abstractmethods__", None))


def getmembers(object, predicate=None):
    """Pairs of name and value of all attributes, sorted by name."""
    found = []
    for name in dir(object):
        try:
            value = getattr(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            found.append((name, value))
    return sorted(found, key=lambda pair: pair[0])


def getmro(cls):
    """The class and all its bases."""
    return cls.__mro__


def unwrap(func, *, stop=None):
    """What a wrapper wraps, by its __wrapped__."""
    while hasattr(func, "__wrapped__") and not (stop is not None and stop(func)):
        func = func.__wrapped__
    return func


def cleandoc(doc):
    """A docstring without the indent of its lines."""
    lines = doc.expandtabs().split("\n")
    margins = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    margin = min(margins) if margins else 0
    lines = [lines[0].lstrip()] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def getdoc(object):
    """The docstring, cleaned; that of a base where there is none."""
    doc = getattr(object, "__doc__", None)
    if doc is None and isclass(object):
        for base in object.__mro__[1:-1]:
            doc = base.__dict__.get("__doc__")
            if doc is not None:
                break
    return cleandoc(doc) if isinstance(doc, str) else None


def getmodule(object, _filename=None):
    """The module that something is defined in."""
    import sys

    return object if ismodule(object) else sys.modules.get(getattr(object, "__module__", None))


def getfile(object):
    """The file that something is defined in."""
    if ismodule(object) or isclass(object):
        module = getmodule(object)
        if getattr(module, "__file__", None):
            return module.__file__
        raise TypeError("%r is a built-in %s" % (object, "module" if ismodule(object) else "class"))
    return _code(object).co_filename


getsourcefile = getfile


def _code(object):
    object = getattr(object, "__func__", object)
    object = getattr(object, "tb_frame", object)
    object = getattr(object, "__code__", getattr(object, "f_code", object))
    if not iscode(object):
        raise TypeError("module, class, method, function, traceback, frame, or code object was expected, got %s" % type(object).__name__)
    return object


def getsourcelines(object):
    """The lines of a function's source, and the number of the first."""
    import linecache

    lines = linecache.getlines(getfile(object))
    if not lines:
        raise OSError("could not get source code")
    if ismodule(object):
        return lines, 0
    if isclass(object):
        start = _class_line(lines, object.__qualname__)
    else:
        start = _code(object).co_firstlineno - 1
    return _block(lines[start:]), start + 1


def _class_line(lines, name):
    name = name.rpartition(".")[2]
    for i, line in enumerate(lines):
        words = line.replace("(", " ").replace(":", " ").split()
        if words[:2] == ["class", name]:
            while i and lines[i - 1].lstrip().startswith("@"):
                i -= 1
            return i
    raise OSError("could not find class definition")


def _block(lines):
    """The lines up to the first that is not indented more than the statement at their start."""
    margin = len(lines[0]) - len(lines[0].lstrip())
    end = last = 0
    body = False
    for line in lines:
        end += 1
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        inner = len(line) - len(line.lstrip()) > margin
        if body and not inner and text[0] not in ")]}":
            break
        body = body or text.startswith(("def ", "class ", "async ")) or "lambda" in text
        last = end
    return lines[:last]


def getsource(object):
    """A function's source."""
    return "".join(getsourcelines(object)[0])


def currentframe():
    """The frame of the caller."""
    import sys

    return sys._getframe(1)


def stack(context=1):
    """The running frames, the caller's first: tuples with frame, filename, lineno, function."""
    import sys

    return _frames(sys._getframe(1))


def getouterframes(frame, context=1):
    """A frame and those that called it."""
    return _frames(frame)


def _frames(frame):
    from collections import namedtuple

    kind = namedtuple("FrameInfo", "frame filename lineno function code_context index")
    found = []
    while frame is not None:
        found.append(kind(frame, frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, None, None))
        frame = frame.f_back
    return found


def getattr_static(obj, attr, *default):
    """An attribute as it stands in the dicts, without calling descriptors."""
    for place in [obj] + list((obj if isclass(obj) else type(obj)).__mro__):
        space = getattr(place, "__dict__", {})
        if attr in space:
            return space[attr]
    if default:
        return default[0]
    raise AttributeError(attr)


def __getattr__(name):
    if name in ("Parameter", "Signature", "BoundArguments", "signature", "getfullargspec", "FullArgSpec", "getcallargs", "_empty"):
        import inspect._signature

        return getattr(inspect._signature, name)
    raise AttributeError("module 'inspect' has no attribute %r" % name)
