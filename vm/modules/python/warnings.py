"""Messages about what a program should not do, which filters show, ignore or turn into exceptions.

The first filter that fits decides. What has been shown is noted in the warned module's __warningregistry__, under
a version that every change of the filters makes new: then all are shown again."""

import sys

filters = []
onceregistry = {}
defaultaction = "default"
_version = 0


def _changed():
    global _version
    _version += 1


_filters_mutated = _changed


def _insert(entry, append):
    if append:
        if entry not in filters:
            filters.append(entry)
    else:
        if entry in filters:
            filters.remove(entry)
        filters.insert(0, entry)
    _changed()


def _check(action, category, lineno):
    assert action in ("error", "ignore", "always", "default", "module", "once"), "invalid action: %r" % (action,)
    assert isinstance(lineno, int) and lineno >= 0, "lineno must be an int >= 0"
    assert isinstance(category, type) and issubclass(category, Warning), "category must be a Warning subclass"


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """Add a filter; message and module are regular expressions for the beginnings."""
    import re

    assert isinstance(message, str), "message must be a string"
    assert isinstance(module, str), "module must be a string"
    _check(action, category, lineno)
    _insert((action, re.compile(message, re.I) if message else None, category, re.compile(module) if module else None, lineno), append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Add a filter that fits every message in every module."""
    _check(action, Warning, lineno)
    _insert((action, None, category, None, lineno), append)


def resetwarnings():
    """Drop all filters."""
    filters.clear()
    _changed()


class WarningMessage:
    """A warning and where it came from."""

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message, self.category, self.source = message, category, source
        self.filename, self.lineno, self.file, self.line = filename, lineno, file, line

    def __str__(self):
        return "{message : %r, category : %r, filename : %r, lineno : %s, line : %r}" % (self.message, self.category and self.category.__name__, self.filename, self.lineno, self.line)


def formatwarning(message, category, filename, lineno, line=None):
    """The text that is shown."""
    if line is None:
        try:
            import linecache

            line = linecache.getline(filename, lineno)
        except Exception:
            line = ""
    line = line.strip()
    return "%s:%s: %s: %s\n%s" % (filename, lineno, category.__name__, message, "  %s\n" % line if line else "")


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Write a warning to sys.stderr, or to a file."""
    file = sys.stderr if file is None else file
    if file is not None:
        try:
            file.write(formatwarning(message, category, filename, lineno, line))
        except OSError:
            pass


def _action(text, category, module, lineno):
    for action, pattern, wanted, place, line in filters:
        if issubclass(category, wanted) and line in (0, lineno) and (pattern is None or pattern.match(text)) and (place is None or place.match(module)):
            return action
    return defaultaction


def _is_news(action, registry, text, category, lineno):
    """True for what has not been shown as often as the action allows; notes that it will be now."""
    if registry.get("version") != _version:
        registry.clear()
        registry["version"] = _version
    if registry.get((text, category, lineno)):
        return False
    key = (text, category, lineno if action == "default" else 0)
    if action == "once":
        registry[(text, category, lineno)] = True
        registry, key = onceregistry, (text, category)
    elif action == "module":
        registry[(text, category, lineno)] = True
    news = not registry.get(key)
    registry[key] = True
    return news


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    """What warn() does once it knows the place."""
    if module is None:
        module = filename or "<unknown>"
        if module.endswith(".py"):
            module = module[:-3]
    if isinstance(message, Warning):
        text, category = str(message), type(message)
    else:
        text, message = str(message), category(message)
    if registry is None:
        registry = {}
    if registry.get("version") == _version and registry.get((text, category, lineno)):
        return
    action = _action(text, category, module, lineno)
    if action == "ignore":
        return
    if action == "error":
        raise message
    if action not in ("always", "all", "default", "module", "once"):
        raise RuntimeError("Unrecognized action (%r) in warnings.filters" % action)
    if action in ("always", "all") or _is_news(action, registry, text, category, lineno):
        _show(WarningMessage(message, category, filename, lineno, source=source))


def _show(warning):
    showwarning(warning.message, warning.category, warning.filename, warning.lineno, warning.file, warning.line)


def warn(message, category=None, stacklevel=1, source=None):
    """Warn of something at the caller's place, or stacklevel - 1 calls further out."""
    if isinstance(message, Warning):
        category = type(message)
    elif category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError("category must be a Warning subclass, not '%s'" % type(category).__name__)
    try:
        frame = sys._getframe(max(stacklevel, 1))
        names, filename, lineno = frame.f_globals, frame.f_code.co_filename, frame.f_lineno
    except ValueError:
        names, filename, lineno = sys.__dict__, "sys", 1
    module = names.get("__name__", "<string>")
    registry = names.setdefault("__warningregistry__", {})
    warn_explicit(message, category, filename, lineno, module, registry, names, source)


class catch_warnings:
    """Leaves the filters behind as they were; with record=True gives a list of the warnings instead of showing them."""

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._module = sys.modules["warnings"] if module is None else module
        self._filter = None if action is None else (action, category, lineno, append)
        self._saved = None

    def __repr__(self):
        arguments = ["record=True"] if self._record else []
        if self._module is not sys.modules["warnings"]:
            arguments.append("module=%r" % self._module)
        return "%s(%s)" % (type(self).__name__, ", ".join(arguments))

    def __enter__(self):
        if self._saved is not None:
            raise RuntimeError("Cannot enter %r twice" % self)
        module = self._module
        self._saved = module.filters, module.showwarning, module._show
        module.filters = module.filters[:]
        module._changed()
        if self._filter is not None:
            simplefilter(*self._filter)
        if not self._record:
            return None
        log = []
        module._show = log.append
        module.showwarning = showwarning
        return log

    def __exit__(self, *details):
        if self._saved is None:
            raise RuntimeError("Cannot exit %r without entering first" % self)
        module = self._module
        module.filters, module.showwarning, module._show = self._saved
        module._changed()


def _prepare():
    filters.append(("default", None, DeprecationWarning, _exactly_main, 0))
    for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        filters.append(("ignore", None, category, None, 0))


class _exactly_main:
    """Stands for a regular expression, which need not be loaded for it."""

    @staticmethod
    def match(module):
        return module == "__main__"


_prepare()
