"""Paths as objects."""

import os


class PurePath:
    """A path as text in parts; nothing is asked of the file system."""

    def __new__(cls, *segments):
        return object.__new__({PurePath: PurePosixPath, Path: PosixPath}.get(cls, cls))

    def __init__(self, *segments):
        text = ""
        for segment in segments:
            segment = os.fspath(segment)
            text = segment if segment.startswith("/") or not text else text + "/" + segment
        self._root = "" if not text.startswith("/") else "//" if text.startswith("//") and not text.startswith("///") else "/"
        self._parts = [part for part in text.split("/") if part not in ("", ".")]
        self._text = self._root + "/".join(self._parts) or "."

    def _with(self, root, parts):
        return type(self)(root + "/".join(parts))

    def __fspath__(self):
        return self._text

    __str__ = as_posix = __fspath__

    def __repr__(self):
        return "%s(%r)" % (type(self).__name__, self._text)

    def __bytes__(self):
        return self._text.encode()

    def __eq__(self, other):
        return self._text == other._text if isinstance(other, PurePath) else NotImplemented

    def __hash__(self):
        return hash(self._text)

    def __lt__(self, other):
        return self.parts < other.parts if isinstance(other, PurePath) else NotImplemented

    def __le__(self, other):
        return self.parts <= other.parts if isinstance(other, PurePath) else NotImplemented

    def __gt__(self, other):
        return self.parts > other.parts if isinstance(other, PurePath) else NotImplemented

    def __ge__(self, other):
        return self.parts >= other.parts if isinstance(other, PurePath) else NotImplemented

    def __truediv__(self, other):
        return type(self)(self, other) if isinstance(other, (str, PurePath)) else NotImplemented

    def __rtruediv__(self, other):
        return type(self)(other, self) if isinstance(other, (str, PurePath)) else NotImplemented

    def joinpath(self, *other):
        """The path with others behind it."""
        return type(self)(self, *other)

    @property
    def parts(self):
        """A tuple of the components."""
        return ((self._root,) if self._root else ()) + tuple(self._parts)

    drive = ""
    root = property(lambda self: self._root)
    anchor = root

    @property
    def parent(self):
        """The path without its last component."""
        return self._with(self._root, self._parts[:-1])

    @property
    def parents(self):
        """A tuple of all paths above this one, the nearest first."""
        return tuple([self._with(self._root, self._parts[:i]) for i in range(len(self._parts) - 1, -1, -1)])

    @property
    def name(self):
        """The last component."""
        return self._parts[-1] if self._parts else ""

    @property
    def suffix(self):
        """The last dot of the name and what follows."""
        dot = self.name.rfind(".")
        return self.name[dot:] if 0 < dot < len(self.name) - 1 else ""

    @property
    def suffixes(self):
        """A list of all suffixes."""
        if self.name.endswith("."):
            return []
        return ["." + part for part in self.name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        """The name without its suffix."""
        return self.name[: len(self.name) - len(self.suffix)]

    def with_name(self, name):
        """The path with another name."""
        if not self.name:
            raise ValueError("%r has an empty name" % (self,))
        if not name or "/" in name or name == ".":
            raise ValueError("Invalid name %r" % (name))
        return self._with(self._root, self._parts[:-1] + [name])

    def with_stem(self, stem):
        """The path with another stem."""
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        """The path with another suffix, or none."""
        if (suffix and not suffix.startswith(".")) or suffix == "." or "/" in suffix:
            raise ValueError("Invalid suffix %r" % (suffix))
        if not self.name:
            raise ValueError("%r has an empty name" % (self,))
        return self.with_name(self.stem + suffix)

    def is_absolute(self):
        """True when it begins with a slash."""
        return bool(self._root)

    def is_reserved(self):
        """False"""
        return False

    def relative_to(self, *other):
        """What is left behind another path."""
        base = type(self)(*other)
        if base._root != self._root or self._parts[: len(base._parts)] != base._parts:
            raise ValueError("%r is not in the subpath of %r OR one path is relative and the other is absolute." % (str(self), str(base)))
        return self._with("", self._parts[len(base._parts) :])

    def is_relative_to(self, *other):
        """True when another path is a beginning of this one."""
        base = type(self)(*other)
        return base._root == self._root and self._parts[: len(base._parts)] == base._parts

    def match(self, path_pattern):
        """True when the path's end matches a pattern."""
        from fnmatch import fnmatchcase

        pattern = type(self)(path_pattern)
        if not pattern.parts:
            raise ValueError("empty pattern")
        mine, its = self.parts, pattern.parts
        if (pattern._root and len(mine) != len(its)) or len(its) > len(mine):
            return False
        return all([fnmatchcase(a, b) for a, b in zip(mine[::-1], its[::-1])])

    def as_uri(self):
        """file:///…"""
        if not self._root:
            raise ValueError("relative path can't be expressed as a file URI")
        from urllib.parse import quote

        return "file://" + quote(self._text)


class Path(PurePath):
    """A path, and what can be done with the file or directory."""

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    @classmethod
    def cwd(cls):
        """The working directory."""
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        """The directory that HOME names."""
        return cls(os.getenv("HOME", "/"))

    def absolute(self):
        """The path from the root."""
        return self if self._root else type(self)(os.getcwd(), self)

    def resolve(self, strict=False):
        """The path from the root without '..'."""
        path = type(self)(os.path.realpath(self._text))
        if strict:
            path.stat()
        return path

    def expanduser(self):
        """The path with ~ replaced."""
        return type(self)(type(self).home(), *self._parts[1:]) if self._parts[:1] == ["~"] else self

    def stat(self, *, follow_symlinks=True):
        """os.stat()"""
        return os.stat(self._text)

    lstat = stat

    def exists(self):
        """True when there is something."""
        return os.path.exists(self._text)

    def is_dir(self):
        """True for a directory."""
        return os.path.isdir(self._text)

    def is_file(self):
        """True for a file."""
        return os.path.isfile(self._text)

    def is_symlink(self):
        """False: links are followed."""
        return False

    def samefile(self, other_path):
        """True when both are one file."""
        return os.path.realpath(self._text) == os.path.realpath(other_path)

    def iterdir(self):
        """An iterator over the paths in a directory."""
        for name in os.listdir(self._text):
            yield self / name

    def glob(self, pattern):
        """The paths below that match a pattern."""
        from glob import iglob

        if not pattern:
            raise ValueError("Unacceptable pattern: %r" % (pattern,))
        seen = set()
        for name in iglob(pattern, root_dir=self._text, recursive=True, include_hidden=True):
            path = self / name
            if path not in seen and (not pattern.endswith("**") or path.is_dir()):
                seen.add(path)
                yield path
        if pattern == "**" and self not in seen:
            yield self

    def rglob(self, pattern):
        """The paths anywhere below that match a pattern."""
        return self.glob("**/" + pattern)

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        """open()"""
        return open(self._text, mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None):
        """All text of the file."""
        with open(self._text, encoding=encoding, errors=errors) as file:
            return file.read()

    def read_bytes(self):
        """All bytes of the file."""
        with open(self._text, "rb") as file:
            return file.read()

    def write_text(self, data, encoding=None, errors=None, newline=None):
        """Make the text the file's contents."""
        if not isinstance(data, str):
            raise TypeError("data must be str, not %s" % type(data).__name__)
        with open(self._text, "w", encoding=encoding, errors=errors, newline=newline) as file:
            return file.write(data)

    def write_bytes(self, data):
        """Make the bytes the file's contents."""
        with open(self._text, "wb") as file:
            return file.write(data)

    def touch(self, mode=0o666, exist_ok=True):
        """Make the file, or set its time."""
        with open(self._text, "a" if exist_ok else "x"):
            pass
        os.utime(self._text)

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """Make the directory."""
        if parents and self.parent != self:
            os.makedirs(self.parent._text, exist_ok=True)
        try:
            os.mkdir(self._text)
        except FileExistsError:
            if not exist_ok or not self.is_dir():
                raise

    def rmdir(self):
        """Delete the empty directory."""
        os.rmdir(self._text)

    def unlink(self, missing_ok=False):
        """Delete the file."""
        try:
            os.remove(self._text)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rename(self, target):
        """Move it; returns the new path."""
        os.rename(self._text, os.fspath(target))
        return type(self)(target)

    replace = rename


class PurePosixPath(PurePath):
    """What PurePath() makes."""


class PosixPath(Path, PurePosixPath):
    """What Path() makes."""
