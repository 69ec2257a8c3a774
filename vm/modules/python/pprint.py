"""Printing nested data so that people can read it."""

import sys
from io import StringIO


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """Print an object."""
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts, underscore_numbers=underscore_numbers).pprint(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """Print an object; dicts keep their order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """The text that pprint() writes."""
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts, underscore_numbers=underscore_numbers).pformat(object)


def saferepr(object):
    """repr() on one line, with dicts sorted."""
    return PrettyPrinter()._flat(object, 0)


def isreadable(object):
    """True when eval() gives the object back."""
    return PrettyPrinter().isreadable(object)


def isrecursive(object):
    """True when the object contains itself."""
    return PrettyPrinter().isrecursive(object)


class _Key:
    """Sorts anything: by type where values cannot be compared."""

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        try:
            return bool(self.value < other.value)
        except TypeError:
            return (str(type(self.value)), id(self.value)) < (str(type(other.value)), id(other.value))


def _pair_key(pair):
    return _Key(pair[0])


class PrettyPrinter:
    """Prints with these options."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
        indent, width = int(indent), int(width)
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._indent = indent
        self._width = width
        self._depth = depth
        self._stream = stream
        self._compact = bool(compact)
        self._sort = sort_dicts
        self._underscores = underscore_numbers
        self._open = []  # the containers around what is printed
        self._readable = True
        self._recursive = False

    def pprint(self, object):
        """Print an object."""
        (self._stream or sys.stdout).write(self.pformat(object) + "\n")

    def pformat(self, object):
        """The text of an object."""
        out = StringIO()
        self._write(object, out, 0, 0, 0)
        return out.getvalue()

    def isreadable(self, object):
        """True when eval() gives the object back."""
        self._readable, self._recursive = True, False
        self._flat(object, 0)
        return self._readable and not self._recursive

    def isrecursive(self, object):
        """True when the object contains itself."""
        self._recursive = False
        self._flat(object, 0)
        return self._recursive

    def format(self, object, context, maxlevels, level):
        """repr() on one line; whether it is readable; whether it is recursive."""
        self._readable, self._recursive = True, False
        text = self._flat(object, level)
        return text, self._readable and not self._recursive, self._recursive

    def _pairs(self, mapping):
        return sorted(mapping.items(), key=_pair_key) if self._sort else list(mapping.items())

    def _loop(self, object):
        self._recursive = True
        return "<Recursion on %s with id=%s>" % (type(object).__name__, id(object))

    def _flat(self, object, level):
        """On one line."""
        kind = type(object)
        if kind is int and self._underscores:
            return "{:_}".format(object)
        plain = kind.__repr__ in (dict.__repr__, list.__repr__, tuple.__repr__) and isinstance(object, (dict, list, tuple))
        if not plain:
            text = repr(object)
            self._readable = self._readable and not text.startswith("<")
            return text
        is_dict = isinstance(object, dict)
        left, right = "{}" if is_dict else "[]" if isinstance(object, list) else "()"
        if not object:
            return left + right
        if self._depth is not None and level >= self._depth:
            self._readable = False
            return "%s...%s" % (left, right)
        if any([object is one for one in self._open]):
            return self._loop(object)
        self._open.append(object)
        if is_dict:
            parts = ["%s: %s" % (self._flat(key, level + 1), self._flat(value, level + 1)) for key, value in self._pairs(object)]
        else:
            parts = [self._flat(item, level + 1) for item in object]
        self._open.pop()
        return left + ", ".join(parts) + ("," if left == "(" and len(parts) == 1 else "") + right

    def _write(self, object, out, indent, allowance, level):
        """Appends an object that begins in column `indent` and has `allowance` characters behind it."""
        if any([object is one for one in self._open]):
            out.write(self._loop(object))
            return
        text = self._flat(object, level)
        if len(text) > self._width - indent - allowance:
            writer = self._writer(object)
            if writer is not None and not (self._depth is not None and level >= self._depth):
                self._open.append(object)
                writer(object, out, indent, allowance, level + 1)
                self._open.pop()
                return
        out.write(text)

    def _writer(self, object):
        kind = type(object)
        for base, writer in ((dict, self._write_dict), (list, self._write_list), (tuple, self._write_tuple), (set, self._write_set),
                             (frozenset, self._write_set), (str, self._write_text), (bytes, self._write_bytes)):
            if isinstance(object, base) and kind.__repr__ is base.__repr__:
                return writer
        name = kind.__name__
        if isinstance(object, dict) and name in ("OrderedDict", "Counter", "defaultdict"):
            return self._write_named_dict
        if name == "deque":
            return self._write_deque
        if name == "SimpleNamespace":
            return self._write_namespace
        if hasattr(kind, "__dataclass_fields__") and getattr(kind.__repr__, "__wrapped__", kind.__repr__) is not object.__repr__:
            return self._write_dataclass
        return None

    def _write_dict(self, object, out, indent, allowance, level):
        out.write("{" + " " * (self._indent - 1))
        if object:
            self._write_pairs(self._pairs(object), out, indent, allowance + 1, level)
        out.write("}")

    def _write_pairs(self, pairs, out, indent, allowance, level):
        indent += self._indent
        for i, (key, value) in enumerate(pairs):
            text = self._flat(key, level)
            out.write(text + ": ")
            self._write(value, out, indent + len(text) + 2, allowance if i == len(pairs) - 1 else 1, level)
            if i < len(pairs) - 1:
                out.write(",\n" + " " * indent)

    def _write_list(self, object, out, indent, allowance, level):
        out.write("[")
        self._write_items(object, out, indent, allowance + 1, level)
        out.write("]")

    def _write_tuple(self, object, out, indent, allowance, level):
        end = ",)" if len(object) == 1 else ")"
        out.write("(")
        self._write_items(object, out, indent, allowance + len(end), level)
        out.write(end)

    def _write_set(self, object, out, indent, allowance, level):
        start, end = "{", "}"
        if type(object) is not set:
            start, end = type(object).__name__ + "({", "})"
            indent += len(start) - 1
        out.write(start)
        self._write_items(sorted(object, key=_Key), out, indent, allowance + len(end), level)
        out.write(end)

    def _write_items(self, items, out, indent, allowance, level):
        """One a line, or with compact=True as many as fit."""
        out.write(" " * (self._indent - 1))
        indent += self._indent
        room = width = self._width - indent + 1
        separator = ""
        items = list(items)
        for i, item in enumerate(items):
            last = i == len(items) - 1
            if last:
                width -= allowance
                room -= allowance
            if self._compact:
                text = self._flat(item, level)
                size = len(text) + 2
                if room < size:
                    room = width
                    if separator:
                        separator = ",\n" + " " * indent
                if room >= size:
                    room -= size
                    out.write(separator + text)
                    separator = ", "
                    continue
            out.write(separator)
            self._write(item, out, indent, allowance if last else 1, level)
            separator = ",\n" + " " * indent

    def _write_text(self, object, out, indent, allowance, level):
        """Long text as several literals, broken behind blanks and newlines."""
        if level == 1:
            indent += 1
            allowance += 1
        pieces = []
        lines = object.splitlines(True)
        for i, line in enumerate(lines):
            room = self._width - indent - (allowance if i == len(lines) - 1 else 0)
            if len(repr(line)) <= room:
                pieces.append(repr(line))
                continue
            current = ""
            words = _words(line)
            for j, word in enumerate(words):
                limit = self._width - indent - (allowance if i == len(lines) - 1 and j == len(words) - 1 else 0)
                if current and len(repr(current + word)) > limit:
                    pieces.append(repr(current))
                    current = word
                else:
                    current += word
            if current:
                pieces.append(repr(current))
        self._write_pieces(pieces, out, indent, level == 1)

    def _write_pieces(self, pieces, out, indent, brackets):
        if len(pieces) == 1:
            out.write(pieces[0])
            return
        text = ("\n" + " " * indent).join(pieces)
        out.write("(%s)" % text if brackets else text)

    def _write_bytes(self, object, out, indent, allowance, level):
        if len(object) <= 4:
            out.write(repr(object))
            return
        if level == 1:
            indent += 1
            allowance += 1
        pieces = []
        current = b""
        for i in range(0, len(object), 4):
            part = object[i : i + 4]
            limit = self._width - indent - (allowance if i >= len(object) // 4 * 4 else 0)
            if current and len(repr(current + part)) > limit:
                pieces.append(repr(current))
                current = part
            else:
                current += part
        self._write_pieces(pieces + [repr(current)], out, indent, level == 1)

    def _write_named_dict(self, object, out, indent, allowance, level):
        name = type(object).__name__
        if not object and name != "defaultdict":
            out.write(repr(object))
        elif name == "OrderedDict":
            out.write(name + "(")
            self._write_list(list(object.items()), out, indent + len(name) + 1, allowance + 1, level)
            out.write(")")
        elif name == "Counter":
            out.write(name + "({" + " " * (self._indent - 1))
            self._write_pairs(object.most_common(), out, indent + len(name) + 1, allowance + 2, level)
            out.write("})")
        else:
            indent += len(name) + 1
            out.write("%s(%s,\n%s" % (name, self._flat(object.default_factory, level), " " * indent))
            self._write_dict(object, out, indent, allowance + 1, level)
            out.write(")")

    def _write_deque(self, object, out, indent, allowance, level):
        out.write("deque([")
        self._write_items(object, out, indent + 6, allowance + 2 if object.maxlen is None else 2, level)
        if object.maxlen is None:
            out.write("])")
        else:
            out.write("],\n%smaxlen=%s)" % (" " * (indent + 6), object.maxlen))

    def _write_attributes(self, name, pairs, out, indent, allowance, level):
        out.write(name + "(")
        indent += len(name) + 1
        for i, (key, value) in enumerate(pairs):
            out.write(key + "=")
            self._write(value, out, indent + len(key) + 1, allowance if i == len(pairs) - 1 else 1, level)
            if i < len(pairs) - 1:
                out.write(",\n" + " " * indent)
        out.write(")")

    def _write_namespace(self, object, out, indent, allowance, level):
        self._write_attributes("namespace", list(object.__dict__.items()), out, indent, allowance, level)

    def _write_dataclass(self, object, out, indent, allowance, level):
        pairs = [(name, getattr(object, name)) for name, field in object.__dataclass_fields__.items() if field.repr]
        self._write_attributes(type(object).__name__, pairs, out, indent, allowance, level)


def _words(line):
    """Words, each with the blanks behind it."""
    out = []
    start = 0
    for i in range(1, len(line)):
        if line[i - 1].isspace() and not line[i].isspace():
            out.append(line[start:i])
            start = i
    out.append(line[start:])
    return out
