"""inspect.signature(): the parameters of functions."""

import inspect
from collections import OrderedDict, namedtuple


class _empty:
    """Stands for what is not there."""


class _Kind(int):
    def __new__(cls, number, name, description):
        self = int.__new__(cls, number)
        self.name = name
        self.description = description
        return self

    def __str__(self):
        return self.name

    def __repr__(self):
        return "<_ParameterKind.%s: %d>" % (self.name, self)


class Parameter:
    """A parameter: name, kind, default and annotation."""

    empty = _empty
    POSITIONAL_ONLY = _Kind(0, "POSITIONAL_ONLY", "positional-only")
    POSITIONAL_OR_KEYWORD = _Kind(1, "POSITIONAL_OR_KEYWORD", "positional or keyword")
    VAR_POSITIONAL = _Kind(2, "VAR_POSITIONAL", "variadic positional")
    KEYWORD_ONLY = _Kind(3, "KEYWORD_ONLY", "keyword-only")
    VAR_KEYWORD = _Kind(4, "VAR_KEYWORD", "variadic keyword")

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self.name = name
        self.kind = kind
        self.default = default
        self.annotation = annotation

    def replace(self, **changes):
        """A parameter with other attributes."""
        values = {"name": self.name, "kind": self.kind, "default": self.default, "annotation": self.annotation}
        values.update(changes)
        return type(self)(values.pop("name"), values.pop("kind"), **values)

    def __str__(self):
        text = ("*" if self.kind == 2 else "**" if self.kind == 4 else "") + self.name
        if self.annotation is not _empty:
            text += ": " + formatannotation(self.annotation)
        if self.default is not _empty:
            text += (" = %r" if self.annotation is not _empty else "=%r") % (self.default,)
        return text

    def __repr__(self):
        return '<Parameter "%s">' % self

    def __eq__(self, other):
        return self.__dict__ == other.__dict__ if isinstance(other, Parameter) else NotImplemented

    def __hash__(self):
        return hash((self.name, self.kind))


def formatannotation(annotation):
    """An annotation as text."""
    if isinstance(annotation, type):
        return annotation.__qualname__ if annotation.__module__ in ("builtins", "__main__") else "%s.%s" % (annotation.__module__, annotation.__qualname__)
    return repr(annotation)


class BoundArguments:
    """Arguments as they go to parameters: `arguments` is a dict of names and values."""

    def __init__(self, signature, arguments):
        self.signature = signature
        self.arguments = arguments

    @property
    def args(self):
        """The positional ones."""
        out = []
        for name, parameter in self.signature.parameters.items():
            if parameter.kind > 2 or (name not in self.arguments and parameter.kind != 2):
                break
            if parameter.kind == 2:
                out.extend(self.arguments.get(name, ()))
            else:
                out.append(self.arguments[name])
        return tuple(out)

    @property
    def kwargs(self):
        """Those by name."""
        out = {}
        for name, parameter in self.signature.parameters.items():
            if name in self.arguments and parameter.kind >= 3:
                out.update(self.arguments[name] if parameter.kind == 4 else {name: self.arguments[name]})
        return out

    def apply_defaults(self):
        """Put in the defaults of what is missing."""
        full = {}
        for name, parameter in self.signature.parameters.items():
            if name in self.arguments:
                full[name] = self.arguments[name]
            elif parameter.default is not _empty:
                full[name] = parameter.default
            elif parameter.kind == 2:
                full[name] = ()
            elif parameter.kind == 4:
                full[name] = {}
        self.arguments = full

    def __repr__(self):
        return "<BoundArguments (%s)>" % ", ".join(["%s=%r" % pair for pair in self.arguments.items()])


class Signature:
    """The parameters of a callable, in order."""

    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty):
        self.parameters = OrderedDict([(parameter.name, parameter) for parameter in parameters or ()])
        self.return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, **kwargs):
        """That of a callable."""
        return signature(obj)

    def replace(self, *, parameters=None, return_annotation=None):
        """A signature with other parameters."""
        return type(self)(self.parameters.values() if parameters is None else parameters,
                          return_annotation=self.return_annotation if return_annotation is None else return_annotation)

    def bind(self, *args, **kwargs):
        """Match arguments with parameters; TypeError as for a call."""
        return self._bind(args, kwargs, False)

    def bind_partial(self, *args, **kwargs):
        """Match arguments with parameters; some may be missing."""
        return self._bind(args, kwargs, True)

    def _bind(self, args, kwargs, partial):
        args = list(args)
        bound = {}
        for name, parameter in self.parameters.items():
            if parameter.kind == 2:
                if args:
                    bound[name] = tuple(args)
                args = []
            elif parameter.kind == 4:
                if kwargs:
                    bound[name] = kwargs
                kwargs = {}
            elif args and parameter.kind < 2:
                if name in kwargs and parameter.kind == 1:
                    raise TypeError("multiple values for argument %r" % name)
                bound[name] = args.pop(0)
            elif name in kwargs and parameter.kind != 0:
                bound[name] = kwargs.pop(name)
            elif parameter.default is _empty and not partial:
                raise TypeError("missing a required argument: %r" % name)
        if args:
            raise TypeError("too many positional arguments")
        if kwargs:
            raise TypeError("got an unexpected keyword argument %r" % next(iter(kwargs)))
        return BoundArguments(self, bound)

    def __str__(self):
        out = []
        only = star = False
        for parameter in self.parameters.values():
            if parameter.kind == 0:
                only = True
            elif only:
                out.append("/")
                only = False
            if parameter.kind == 2:
                star = True
            elif parameter.kind == 3 and not star:
                out.append("*")
                star = True
            out.append(str(parameter))
        if only:
            out.append("/")
        text = "(%s)" % ", ".join(out)
        return text if self.return_annotation is _empty else "%s -> %s" % (text, formatannotation(self.return_annotation))

    def __repr__(self):
        return "<Signature %s>" % self

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        return list(self.parameters.values()) == list(other.parameters.values()) and self.return_annotation == other.return_annotation


def _of_function(function):
    code = function.__code__
    names = code.co_varnames
    count = code.co_argcount
    defaults = function.__defaults__ or ()
    named = function.__kwdefaults__ or {}
    hints = getattr(function, "__annotations__", None) or {}
    out = []
    for i, name in enumerate(names[:count]):
        default = defaults[i - count + len(defaults)] if i >= count - len(defaults) else _empty
        kind = Parameter.POSITIONAL_ONLY if i < code.co_posonlyargcount else Parameter.POSITIONAL_OR_KEYWORD
        out.append(Parameter(name, kind, default=default, annotation=hints.get(name, _empty)))
    at = count + code.co_kwonlyargcount
    if code.co_flags & inspect.CO_VARARGS:
        out.append(Parameter(names[at], Parameter.VAR_POSITIONAL, annotation=hints.get(names[at], _empty)))
        at += 1
    for name in names[count : count + code.co_kwonlyargcount]:
        out.append(Parameter(name, Parameter.KEYWORD_ONLY, default=named.get(name, _empty), annotation=hints.get(name, _empty)))
    if code.co_flags & inspect.CO_VARKEYWORDS:
        out.append(Parameter(names[at], Parameter.VAR_KEYWORD, annotation=hints.get(names[at], _empty)))
    return Signature(out, return_annotation=hints.get("return", _empty))


def _without_first(found):
    parameters = list(found.parameters.values())
    if parameters and parameters[0].kind < 2:
        parameters = parameters[1:]
    return found.replace(parameters=parameters)


def _of_partial(call):
    found = signature(call.func)
    given = found.bind_partial(*call.args, **call.keywords).arguments
    out = []
    named = False
    for name, parameter in found.parameters.items():
        if parameter.kind < 2 and name in given and name not in call.keywords:
            continue
        if name in call.keywords:
            parameter = parameter.replace(kind=Parameter.KEYWORD_ONLY, default=call.keywords[name])
            named = True
        elif named and parameter.kind == 2:
            continue
        elif named and parameter.kind == 1:
            parameter = parameter.replace(kind=Parameter.KEYWORD_ONLY)
        out.append(parameter)
    return found.replace(parameters=out)


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """The parameters of a callable."""
    if not callable(obj):
        raise TypeError("%r is not a callable object" % (obj,))
    if inspect.ismethod(obj):
        return _without_first(signature(obj.__func__))
    if follow_wrapped:
        obj = inspect.unwrap(obj)
    if isinstance(getattr(obj, "__signature__", None), Signature):
        return obj.__signature__
    if inspect.isfunction(obj):
        return _of_function(obj)
    if hasattr(obj, "func") and hasattr(obj, "keywords"):
        return _of_partial(obj)
    if inspect.isclass(obj):
        for name in ("__new__", "__init__"):
            function = getattr(obj, name, None)
            function = getattr(function, "__func__", function)
            if inspect.isfunction(function):
                return _without_first(signature(function))
        if "__init__" not in obj.__dict__ and obj.__mro__[1:] == (object,):
            return Signature()
    elif inspect.isfunction(getattr(type(obj), "__call__", None)):
        return _without_first(signature(type(obj).__call__))
    raise ValueError("no signature found for %s %r" % ("builtin" if inspect.isbuiltin(obj) or inspect.isclass(obj) else "callable", obj))


FullArgSpec = namedtuple("FullArgSpec", "args varargs varkw defaults kwonlyargs kwonlydefaults annotations")


def getfullargspec(func):
    """The parameters of a function as a tuple of names and defaults."""
    args, only, defaults = [], [], []
    varargs = varkw = None
    named = {}
    hints = {}
    bound = signature(func.__func__ if inspect.ismethod(func) else func, follow_wrapped=False)
    for name, parameter in bound.parameters.items():
        if parameter.kind < 2:
            args.append(name)
            if parameter.default is not _empty:
                defaults.append(parameter.default)
        elif parameter.kind == 2:
            varargs = name
        elif parameter.kind == 4:
            varkw = name
        else:
            only.append(name)
            if parameter.default is not _empty:
                named[name] = parameter.default
        if parameter.annotation is not _empty:
            hints[name] = parameter.annotation
    return FullArgSpec(args, varargs, varkw, tuple(defaults) or None, only, named or None, hints)


def getcallargs(func, /, *args, **kwargs):
    """A dict of parameters and the values that a call would give them."""
    bound = signature(func).bind(*args, **kwargs)
    bound.apply_defaults()
    return dict(bound.arguments)
