"""Tracebacks as text and as lists of what they show."""

import sys

_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"
_HEAD = "Traceback (most recent call last):\n"
_SHOWN = 3  # of entries that repeat
_UNSET = object()


def _source(filename, lineno):
    """A line of a file, stripped; "" when it is not to be had."""
    if not lineno or filename.startswith("<"):
        return ""
    try:
        with open(filename) as file:
            for line in file:
                lineno -= 1
                if lineno == 0:
                    return line.strip()
    except (OSError, ValueError):
        pass
    return ""


class FrameSummary:
    """A place in a traceback: filename, lineno, name, and the line's text."""

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self.locals = locals
        self._line = line
        if lookup_line:
            self.line

    @property
    def line(self):
        """The line's text without the blanks around it."""
        if self._line is None and self.lineno is not None:
            self._line = _source(self.filename, self.lineno)
        return self._line and self._line.strip()

    def _fields(self):
        return self.filename, self.lineno, self.name, self.line

    def __iter__(self):
        return iter(self._fields())

    def __getitem__(self, i):
        return self._fields()[i]

    def __len__(self):
        return 4

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            other = other._fields()
        return self._fields() == other if isinstance(other, tuple) else NotImplemented

    def __repr__(self):
        return "<FrameSummary file %s, line %s in %s>" % self._fields()[:3]


class StackSummary(list):
    """The places of a stack, the outermost first."""

    @classmethod
    def extract(cls, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """From pairs of a frame and a line number."""
        entries = list(frame_gen)
        if limit is None:
            limit = getattr(sys, "tracebacklimit", None)
            if limit is not None and limit < 0:
                limit = 0
        if limit is not None:
            entries = entries[:limit] if limit >= 0 else entries[limit:]
        summary = cls()
        for frame, lineno in entries:
            code = frame.f_code
            summary.append(FrameSummary(code.co_filename, lineno, code.co_name, lookup_line=lookup_lines))
        return summary

    @classmethod
    def from_list(cls, a_list):
        """From tuples of filename, line number, name and line."""
        return cls([f if isinstance(f, FrameSummary) else FrameSummary(f[0], f[1], f[2], line=f[3]) for f in a_list])

    def format_frame_summary(self, frame_summary):
        """The text of one place."""
        text = '  File "%s", line %s, in %s\n' % frame_summary._fields()[:3]
        if frame_summary.line:
            text += "    %s\n" % frame_summary.line
        return text

    def format(self):
        """A list of texts; what repeats more than three times is counted."""
        out = []
        place = None
        count = 0
        for entry in self:
            if entry._fields()[:3] != place:
                out.extend(_repeated(count))
                place = entry._fields()[:3]
                count = 0
            count += 1
            if count <= _SHOWN:
                out.append(self.format_frame_summary(entry))
        return out + _repeated(count)


def _repeated(count):
    count -= _SHOWN
    return ["  [Previous line repeated %d more time%s]\n" % (count, "" if count == 1 else "s")] if count > 0 else []


def walk_tb(tb):
    """Pairs of frame and line number along a traceback."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def walk_stack(f):
    """Pairs of frame and line number from a frame outwards."""
    if f is None:
        f = sys._getframe(1)
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def extract_tb(tb, limit=None):
    """The places of a traceback."""
    return StackSummary.extract(walk_tb(tb), limit=limit)


def extract_stack(f=None, limit=None):
    """The places of the running stack, or of that of a frame."""
    entries = list(walk_stack(sys._getframe(1) if f is None else f))
    if limit is not None:
        entries = entries[:limit] if limit >= 0 else entries[limit:]
    stack = StackSummary.extract(entries)
    stack.reverse()
    return stack


def format_list(extracted_list):
    """The texts of places."""
    return StackSummary.from_list(extracted_list).format()


def format_tb(tb, limit=None):
    """The texts of a traceback's places."""
    return extract_tb(tb, limit).format()


def format_stack(f=None, limit=None):
    """The texts of the running stack's places."""
    return extract_stack(sys._getframe(1) if f is None else f, limit).format()


class TracebackException:
    """An exception, ready to be printed: it keeps text and places, no frames."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False, compact=False, _seen=None):
        seen = _seen or []
        seen.append(exc_value)
        self.stack = StackSummary.extract(walk_tb(exc_traceback), limit=limit, lookup_lines=lookup_lines)
        self.exc_type = exc_type
        self._value = exc_value
        self._str = _text_of(exc_value)
        self.__notes__ = getattr(exc_value, "__notes__", None)
        self.__suppress_context__ = getattr(exc_value, "__suppress_context__", False)
        self.__cause__ = self._other(getattr(exc_value, "__cause__", None), limit, lookup_lines, seen)
        self.__context__ = self._other(getattr(exc_value, "__context__", None), limit, lookup_lines, seen)
        if isinstance(exc_value, SyntaxError):
            for name in ("filename", "lineno", "end_lineno", "text", "offset", "end_offset", "msg"):
                setattr(self, name, getattr(exc_value, name))

    @staticmethod
    def _other(value, limit, lookup_lines, seen):
        if value is None or any([value is one for one in seen]):
            return None
        return TracebackException(type(value), value, value.__traceback__, limit=limit, lookup_lines=lookup_lines, _seen=seen)

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """Of an exception with its own type and traceback."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __str__(self):
        return self._str

    def __eq__(self, other):
        return self.__dict__ == other.__dict__ if isinstance(other, TracebackException) else NotImplemented

    def format_exception_only(self):
        """The lines that say what happened."""
        if self.exc_type is None:
            yield "NoneType: None\n"
            return
        name = self.exc_type.__qualname__
        if self.exc_type.__module__ not in ("__main__", "builtins"):
            name = "%s.%s" % (self.exc_type.__module__, name)
        text = self._str
        if issubclass(self.exc_type, SyntaxError):
            for line in self._syntax_place():
                yield line
            text = self.msg or "<no detail available>"
        yield "%s: %s\n" % (name, text) if text else name + "\n"
        if isinstance(self.__notes__, (list, tuple)):
            for note in self.__notes__:
                for line in _text_of(note).split("\n"):
                    yield line + "\n"
        elif self.__notes__ is not None:
            yield repr(self.__notes__) + "\n"

    def _syntax_place(self):
        if self.lineno is not None:
            yield '  File "%s", line %s\n' % (self.filename or "<string>", self.lineno)
        if self.text is None:
            return
        text = self.text.rstrip("\n")
        line = text.lstrip(" \n\f\t")
        yield "    %s\n" % line
        if self.offset is None or self.offset < 1:
            return
        start = self.offset
        end = self.end_offset if self.end_offset not in (None, 0) else start
        if start == end or end == -1 or self.end_lineno not in (None, self.lineno):
            end = start + 1 if self.end_lineno in (None, self.lineno) else len(text) + 1
        start -= len(text) - len(line) + 1
        end -= len(text) - len(line) + 1
        if start >= 0:
            yield "    %s%s\n" % ("".join([c if c.isspace() else " " for c in line[:start].ljust(start)]), "^" * max(end - start, 1))

    def format(self, *, chain=True):
        """All lines, with the exceptions that led to this one."""
        if chain:
            if self.__cause__ is not None:
                for line in self.__cause__.format():
                    yield line
                yield _CAUSE
            elif self.__context__ is not None and not self.__suppress_context__:
                for line in self.__context__.format():
                    yield line
                yield _CONTEXT
        if self.stack:
            yield _HEAD
            for line in self.stack.format():
                yield line
        for line in self.format_exception_only():
            yield line

    def print(self, *, file=None, chain=True):
        """Write all lines to a file, by default sys.stderr."""
        _write(self.format(chain=chain), file)


def _text_of(value):
    try:
        return str(value)
    except Exception:
        return "<exception str() failed>" if isinstance(value, BaseException) else "<note str() failed>"


def _write(lines, file):
    file = sys.stderr if file is None else file
    for line in lines:
        file.write(line)


def _made(exc, value, tb, limit=None):
    """From the arguments of the functions below: an exception alone, or type, value, traceback."""
    if (value is _UNSET) != (tb is _UNSET):
        raise ValueError("Both or neither of value and tb must be given")
    if value is _UNSET:
        if exc is not None and not isinstance(exc, BaseException):
            raise TypeError("Exception expected for value, %s found" % type(exc).__name__)
        value = exc
        tb = getattr(exc, "__traceback__", None)
    return TracebackException(type(value) if value is not None else None, value, tb, limit=limit)


def print_exception(exc, /, value=_UNSET, tb=_UNSET, limit=None, file=None, chain=True):
    """Print an exception with its traceback."""
    _made(exc, value, tb, limit).print(file=file, chain=chain)


def format_exception(exc, /, value=_UNSET, tb=_UNSET, limit=None, chain=True):
    """The lines that print_exception() writes."""
    return list(_made(exc, value, tb, limit).format(chain=chain))


def format_exception_only(exc, /, value=_UNSET):
    """The lines that say what happened."""
    return list(_made(exc if value is _UNSET else value, _UNSET, _UNSET).format_exception_only())


def print_exc(limit=None, file=None, chain=True):
    """Print the exception that is being handled."""
    print_exception(sys.exc_info()[1], limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """The text that print_exc() writes."""
    return "".join(format_exception(sys.exc_info()[1], limit=limit, chain=chain))


def print_tb(tb, limit=None, file=None):
    """Print a traceback's places."""
    _write(format_tb(tb, limit), file)


def print_list(extracted_list, file=None):
    """Print places."""
    _write(format_list(extracted_list), file)


def print_stack(f=None, limit=None, file=None):
    """Print the running stack's places."""
    _write(format_stack(sys._getframe(1) if f is None else f, limit), file)


def print_last(limit=None, file=None, chain=True):
    """Print the last exception that nobody caught."""
    if not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit, file, chain)


def clear_frames(tb):
    """Nothing: tracebacks keep no local variables."""
