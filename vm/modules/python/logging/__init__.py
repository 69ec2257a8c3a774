"""Logging: loggers with names in a hierarchy, handlers that write records, formatters that make text of them."""

import sys
import time

CRITICAL = FATAL = 50
ERROR = 40
WARNING = WARN = 30
INFO = 20
DEBUG = 10
NOTSET = 0

BASIC_FORMAT = "%(levelname)s:%(name)s:%(message)s"
raiseExceptions = True
_names = {50: "CRITICAL", 40: "ERROR", 30: "WARNING", 20: "INFO", 10: "DEBUG", 0: "NOTSET"}
_start = time.time()
_where = False  # True when a format asks where records come from: only then is that looked up
_handlers = []
_factory = None


def getLevelName(level):
    """The name of a level, or the level of a name."""
    if level in _names:
        return _names[level]
    for number, name in _names.items():
        if name == level:
            return number
    return {"WARN": WARNING, "FATAL": CRITICAL}.get(level, "Level %s" % level)


def getLevelNamesMapping():
    """A dict of all names and their levels."""
    return dict([(name, number) for number, name in _names.items()] + [("WARN", WARNING), ("FATAL", CRITICAL)])


def addLevelName(level, levelName):
    """Give a level a name."""
    _names[level] = levelName


def _level(level):
    if isinstance(level, int):
        return level
    if not isinstance(level, str):
        raise TypeError("Level not an integer or a valid string: %r" % (level,))
    number = getLevelName(level)
    if not isinstance(number, int):
        raise ValueError("Unknown level: %r" % level)
    return number


class LogRecord:
    """What is logged, with when and where."""

    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None, **kwargs):
        now = time.time()
        self.name = name
        self.msg = msg
        self.args = args[0] if len(args) == 1 and isinstance(args[0], dict) and args[0] else args
        self.levelno = level
        self.levelname = getLevelName(level)
        self.pathname = pathname
        self.filename = pathname.rpartition("/")[2]
        self.module = self.filename.rpartition(".")[0] or self.filename
        self.lineno = lineno
        self.funcName = func
        self.exc_info = exc_info
        self.exc_text = None
        self.stack_info = sinfo
        self.created = self.ct = now
        self.msecs = int((now - int(now)) * 1000) + 0.0
        self.relativeCreated = (now - _start) * 1000
        self.thread = self.process = 1
        self.threadName = "MainThread"
        self.processName = "MainProcess"

    def getMessage(self):
        """The message with its arguments put in."""
        msg = str(self.msg)
        return msg % self.args if self.args else msg

    def __repr__(self):
        return '<LogRecord: %s, %s, %s, %s, "%s">' % (self.name, self.levelno, self.pathname, self.lineno, self.msg)


def makeLogRecord(dict):
    """A record with these attributes."""
    record = LogRecord(None, None, "", 0, "", (), None)
    record.__dict__.update(dict)
    return record


def setLogRecordFactory(factory):
    """Set what makes records."""
    global _factory
    _factory = factory


def getLogRecordFactory():
    """What makes records."""
    return _factory or LogRecord


class Formatter:
    """Makes text of records. Styles: % for %(name)s, { for {name}, $ for $name."""

    converter = time.localtime
    default_time_format = "%Y-%m-%d %H:%M:%S"
    default_msec_format = "%s,%03d"

    def __init__(self, fmt=None, datefmt=None, style="%", validate=True, *, defaults=None):
        global _where
        if style not in ("%", "{", "$"):
            raise ValueError("Style must be one of: %,{,$")
        self._fmt = fmt or {"%": "%(message)s", "{": "{message}", "$": "${message}"}[style]
        self.datefmt = datefmt
        self._style = style
        self._defaults = defaults
        if validate and style == "%" and "%(" not in self._fmt:
            raise ValueError("Invalid format %r for %r style" % (self._fmt, style))
        for field in ("lineno", "funcName", "filename", "pathname", "module"):
            if field in self._fmt:
                _where = True

    def usesTime(self):
        """True when the format shows the time."""
        return {"%": "%(asctime)", "{": "{asctime", "$": "asctime"}[self._style] in self._fmt

    def formatTime(self, record, datefmt=None):
        """The time of a record as text."""
        moment = type(self).converter(record.created)
        if datefmt:
            return time.strftime(datefmt, moment)
        text = time.strftime(self.default_time_format, moment)
        return self.default_msec_format % (text, record.msecs) if self.default_msec_format else text

    def formatException(self, ei):
        """The text of an exception with its traceback."""
        import traceback

        return "".join(traceback.format_exception(*ei)).rstrip("\n")

    def formatStack(self, stack_info):
        """The text of a stack."""
        return stack_info

    def formatMessage(self, record):
        """The text of a record without exception and stack."""
        fields = record.__dict__
        if self._defaults:
            fields = dict(self._defaults)
            fields.update(record.__dict__)
        if self._style == "%":
            return self._fmt % fields
        if self._style == "{":
            return self._fmt.format(**fields)
        import string

        return string.Template(self._fmt).substitute(fields)

    def format(self, record):
        """The whole text of a record."""
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        text = self.formatMessage(record)
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        for more in (record.exc_text, record.stack_info and self.formatStack(record.stack_info)):
            if more:
                text = text.rstrip("\n") + "\n" + more
        return text


_plain = Formatter()


class Filter:
    """Lets through what loggers of a name and below it log."""

    def __init__(self, name=""):
        self.name = name

    def filter(self, record):
        """True when the record may pass."""
        return not self.name or (record.name + ".").startswith(self.name + ".")


class Filterer:
    """What loggers and handlers share."""

    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        """Add a filter: an object with filter(record), or a function."""
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        """Take a filter away."""
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        """True when all filters let the record pass."""
        for one in self.filters:
            if not (one.filter(record) if hasattr(one, "filter") else one(record)):
                return False
        return True


class Handler(Filterer):
    """A base for what does something with records: emit(record)."""

    def __init__(self, level=NOTSET):
        Filterer.__init__(self)
        self.level = _level(level)
        self.formatter = None
        self.name = None
        _handlers.append(self)

    def get_name(self):
        """The name."""
        return self.name

    def set_name(self, name):
        """Set the name."""
        self.name = name

    def setLevel(self, level):
        """Ignore records below a level."""
        self.level = _level(level)

    def setFormatter(self, fmt):
        """Set what makes text of records."""
        self.formatter = fmt

    def format(self, record):
        """The text of a record."""
        return (self.formatter or _plain).format(record)

    def handle(self, record):
        """Emit a record that the filters let pass."""
        passes = self.filter(record)
        if passes:
            self.emit(record)
        return passes

    def emit(self, record):
        """Do something with a record."""
        raise NotImplementedError("emit must be implemented by Handler subclasses")

    def handleError(self, record):
        """An exception came out of emit(): print it and go on."""
        if raiseExceptions and sys.stderr:
            import traceback

            sys.stderr.write("--- Logging error ---\n")
            traceback.print_exc()
            sys.stderr.write("Message: %r\nArguments: %s\n" % (record.msg, record.args))

    def acquire(self):
        """Nothing: there is one thread."""

    def release(self):
        """Nothing: there is one thread."""

    def flush(self):
        """Write what was held back."""

    def close(self):
        """The handler is not needed any more."""
        if self in _handlers:
            _handlers.remove(self)

    def __repr__(self):
        return "<%s (%s)>" % (type(self).__name__, getLevelName(self.level))


class NullHandler(Handler):
    """Does nothing with records."""

    def handle(self, record):
        """Nothing."""

    def emit(self, record):
        """Nothing."""


class StreamHandler(Handler):
    """Writes records to a stream, by default sys.stderr."""

    terminator = "\n"

    def __init__(self, stream=None):
        Handler.__init__(self)
        self.stream = sys.stderr if stream is None else stream

    def flush(self):
        """Write what the stream holds back."""
        if self.stream and hasattr(self.stream, "flush"):
            self.stream.flush()

    def emit(self, record):
        """Write a record."""
        try:
            self.stream.write(self.format(record) + self.terminator)
            self.flush()
        except Exception:
            self.handleError(record)

    def setStream(self, stream):
        """Set the stream; returns the old one."""
        old = self.stream
        self.flush()
        self.stream = stream
        return old

    def __repr__(self):
        name = str(getattr(self.stream, "name", ""))
        return "<%s %s(%s)>" % (type(self).__name__, name and name + " ", getLevelName(self.level))


class FileHandler(StreamHandler):
    """Appends records to a file; with delay=True it is opened for the first one."""

    def __init__(self, filename, mode="a", encoding=None, delay=False, errors=None):
        import os

        filename = os.fspath(filename)
        StreamHandler.__init__(self, None)
        self.baseFilename = os.path.abspath(filename)
        self.mode = mode
        self.stream = None if delay else self._open()

    def _open(self):
        return open(self.baseFilename, self.mode)

    def emit(self, record):
        """Write a record."""
        if self.stream is None:
            self.stream = self._open()
        StreamHandler.emit(self, record)

    def close(self):
        """Close the file."""
        if self.stream is not None:
            self.stream.close()
            self.stream = None
        StreamHandler.close(self)

    def __repr__(self):
        return "<%s %s (%s)>" % (type(self).__name__, self.baseFilename, getLevelName(self.level))


class _LastResort(StreamHandler):
    """For records that no handler waits for."""

    def __init__(self, level):
        Handler.__init__(self, level)

    @property
    def stream(self):
        return sys.stderr


lastResort = _LastResort(WARNING)


def _at_level(name, level):
    # A method of loggers for one level.
    def method(self, msg, *args, **kwargs):
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)

    return _titled(method, name, "Logger." + name, level)


def _titled(function, name, qualified, level):
    function.__name__ = name
    function.__qualname__ = qualified
    function.__doc__ = "Log at level %s." % _names[level]
    return function


class Logger(Filterer):
    """Logs under a name. Records go to its handlers and to those of the loggers above it."""

    root = None
    manager = None

    def __init__(self, name, level=NOTSET):
        Filterer.__init__(self)
        self.name = name
        self.level = _level(level)
        self.parent = None
        self.propagate = True
        self.handlers = []
        self.disabled = False

    def setLevel(self, level):
        """Ignore records below a level; NOTSET: as the logger above."""
        self.level = _level(level)

    def getEffectiveLevel(self):
        """The level that is in force."""
        return self.level or (self.parent.getEffectiveLevel() if self.parent else NOTSET)

    def isEnabledFor(self, level):
        """True when records of a level are logged."""
        return not self.disabled and level > manager.disable and level >= self.getEffectiveLevel()

    debug = _at_level("debug", DEBUG)
    info = _at_level("info", INFO)
    warning = warn = _at_level("warning", WARNING)
    error = _at_level("error", ERROR)
    critical = fatal = _at_level("critical", CRITICAL)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        """Log at level ERROR with the exception that is being handled."""
        if isinstance(exc_info, BaseException) or self.isEnabledFor(ERROR):
            self._log(ERROR, msg, args, exc_info=exc_info, **kwargs)

    exc = exception

    def log(self, level, msg, *args, **kwargs):
        """Log at a level."""
        if not isinstance(level, int):
            raise TypeError("level must be an integer")
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        if isinstance(exc_info, BaseException):
            exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
        elif exc_info and not isinstance(exc_info, tuple):
            exc_info = sys.exc_info()
        path, line, name, stack = "(unknown file)", 0, "(unknown function)", None
        if _where or stack_info:
            path, line, name, stack = self.findCaller(stack_info, stacklevel + 1)
        self.handle(self.makeRecord(self.name, level, path, line, msg, args, exc_info, name, extra, stack))

    def findCaller(self, stack_info=False, stacklevel=1):
        """File, line, function and stack of who logs."""
        frame = sys._getframe(1)
        here = frame.f_code.co_filename
        while frame.f_back is not None and (frame.f_code.co_filename == here or stacklevel > 2):
            stacklevel -= frame.f_code.co_filename != here
            frame = frame.f_back
        stack = None
        if stack_info:
            import traceback

            stack = "Stack (most recent call last):\n" + "".join(traceback.format_stack(frame)).rstrip("\n")
        return frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, stack

    def makeRecord(self, name, level, fn, lno, msg, args, exc_info, func=None, extra=None, sinfo=None):
        """A record of these."""
        record = (_factory or LogRecord)(name, level, fn, lno, msg, args, exc_info, func, sinfo)
        for key in extra or ():
            if key in ("message", "asctime") or key in record.__dict__:
                raise KeyError("Attempt to overwrite %r in LogRecord" % key)
            setattr(record, key, extra[key])
        return record

    def handle(self, record):
        """Give a record that the filters let pass to the handlers."""
        if not self.disabled and self.filter(record):
            self.callHandlers(record)

    def callHandlers(self, record):
        """Give a record to all handlers, here and above."""
        handlers = self._reached()
        for handler in handlers or [lastResort] * (lastResort is not None):
            if record.levelno >= handler.level:
                handler.handle(record)

    def _reached(self):
        # The handlers that records get to, the own ones first.
        above = self.parent._reached() if self.parent and self.propagate else []
        return self.handlers + above if above else self.handlers

    def hasHandlers(self):
        """True when there are handlers, here or above."""
        return bool(self._reached())

    def addHandler(self, hdlr):
        """Add a handler."""
        if hdlr not in self.handlers:
            self.handlers.append(hdlr)

    def removeHandler(self, hdlr):
        """Take a handler away."""
        if hdlr in self.handlers:
            self.handlers.remove(hdlr)

    def getChild(self, suffix):
        """The logger of that name below this one."""
        return getLogger(suffix if self is root else "%s.%s" % (self.name, suffix))

    def __repr__(self):
        return "<%s %s (%s)>" % (type(self).__name__, self.name, getLevelName(self.getEffectiveLevel()))


class RootLogger(Logger):
    """The logger above all others."""

    def __init__(self, level):
        Logger.__init__(self, "root", level)


class Manager:
    """Knows all loggers."""

    def __init__(self):
        self.disable = NOTSET
        self.loggerDict = {}
        self.loggerClass = Logger

    def getLogger(self, name):
        """The logger of a name, made when it is asked for first."""
        if not isinstance(name, str):
            raise TypeError("A logger name must be a string")
        logger = self.loggerDict.get(name)
        if logger is None:
            logger = self.loggerDict[name] = self.loggerClass(name)
            logger.parent = self._above(name)
            for other in self.loggerDict.values():
                if other.name.startswith(name + ".") and len(other.parent.name if other.parent is not root else "") < len(name):
                    other.parent = logger
        return logger

    def _above(self, name):
        while "." in name:
            name = name.rpartition(".")[0]
            if name in self.loggerDict:
                return self.loggerDict[name]
        return root


root = Logger.root = RootLogger(WARNING)
manager = Logger.manager = Manager()


def _adapted(name, level):
    def method(self, msg, *args, **kwargs):
        self.log(level, msg, *args, **kwargs)

    return _titled(method, name, "LoggerAdapter." + name, level)


class LoggerAdapter:
    """A logger that adds something to each message: process() says what."""

    def __init__(self, logger, extra=None):
        self.logger = logger
        self.extra = extra

    def process(self, msg, kwargs):
        """Message and keyword arguments as they go to the logger."""
        kwargs["extra"] = self.extra
        return msg, kwargs

    def log(self, level, msg, *args, **kwargs):
        """Log at a level."""
        if self.logger.isEnabledFor(level):
            msg, kwargs = self.process(msg, kwargs)
            self.logger.log(level, msg, *args, **kwargs)

    debug = _adapted("debug", DEBUG)
    info = _adapted("info", INFO)
    warning = _adapted("warning", WARNING)
    error = _adapted("error", ERROR)
    critical = _adapted("critical", CRITICAL)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        """Log at level ERROR with the exception that is being handled."""
        self.log(ERROR, msg, *args, exc_info=exc_info, **kwargs)

    def __getattr__(self, name):
        return getattr(self.logger, name)


def getLogger(name=None):
    """The logger of a name; without one: the root."""
    return manager.getLogger(name) if name and name != "root" else root


def setLoggerClass(klass):
    """Set the class of new loggers."""
    manager.loggerClass = klass


def getLoggerClass():
    """The class of new loggers."""
    return manager.loggerClass


def basicConfig(*, filename=None, filemode="a", format=None, datefmt=None, style="%", level=None, stream=None, handlers=None, force=False, encoding=None,
                errors=None):
    """Give the root logger a handler, unless it has one."""
    if force:
        for handler in root.handlers[:]:
            root.removeHandler(handler)
            handler.close()
    if root.handlers:
        return
    if handlers is None:
        if filename is not None and stream is not None:
            raise ValueError("'stream' and 'filename' should not be specified together")
        handlers = [FileHandler(filename, filemode) if filename is not None else StreamHandler(stream)]
    elif filename is not None or stream is not None:
        raise ValueError("'stream' or 'filename' should not be specified together with 'handlers'")
    basic = {"%": BASIC_FORMAT, "{": "{levelname}:{name}:{message}", "$": "${levelname}:${name}:${message}"}
    formatter = Formatter(format or basic.get(style), datefmt, style)
    for handler in handlers:
        if handler.formatter is None:
            handler.setFormatter(formatter)
        root.addHandler(handler)
    if level is not None:
        root.setLevel(level)


def _at_root(name):
    def log(msg, *args, **kwargs):
        if not root.handlers:
            basicConfig()
        getattr(root, name)(msg, *args, **kwargs)

    log.__name__ = log.__qualname__ = name
    return log


debug = _at_root("debug")
info = _at_root("info")
warning = warn = _at_root("warning")
error = _at_root("error")
exception = _at_root("exception")
critical = fatal = _at_root("critical")


def log(level, msg, *args, **kwargs):
    """Log at a level with the root logger."""
    if not root.handlers:
        basicConfig()
    root.log(level, msg, *args, **kwargs)


def disable(level=CRITICAL):
    """Ignore records of this level and below everywhere."""
    manager.disable = _level(level)


def shutdown(handlerList=None):
    """Flush and close all handlers."""
    for handler in _handlers[::-1]:
        handler.flush()
        handler.close()


def captureWarnings(capture):
    """Nothing: warnings go to sys.stderr."""
