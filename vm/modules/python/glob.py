"""Files whose paths match patterns. `**` stands for any number of directories when recursive=True."""

import os
from fnmatch import fnmatchcase

__all__ = ["escape", "glob", "has_magic", "iglob"]


def has_magic(s):
    """True when there is a * ? or [ in a path."""
    return "*" in s or "?" in s or "[" in s


def escape(pathname):
    """A pattern that matches just this path."""
    return "".join(["[%s]" % c if c in "*?[" else c for c in pathname])


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """The paths that match a pattern, in no order."""
    return list(iglob(pathname, root_dir=root_dir, recursive=recursive, include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """An iterator over the paths that match a pattern."""
    start = "/" if pathname.startswith("/") else ""
    parts = [part for part in pathname.split("/") if part]
    root = os.fspath(root_dir) if root_dir is not None else ""
    for path in _below(root, start, parts, recursive, include_hidden, pathname.endswith("/")):
        if path:
            yield path


def _names(root, path):
    try:
        return list(os.ilistdir(os.path.join(root, path) or "."))
    except OSError:
        return ()


def _below(root, path, parts, recursive, hidden, slash):
    """Paths that begin with `path` and go on as the parts of the pattern say."""
    if not parts:
        if not slash or os.path.isdir(os.path.join(root, path)):
            yield path + "/" if slash and path[-1:] != "/" else path
        return
    part, rest = parts[0], parts[1:]
    if part == "**" and recursive:
        for found in _below(root, path, rest, recursive, hidden, slash) if rest else ((path + "/" if path and path[-1] != "/" else path),):
            yield found
        for entry in _names(root, path):
            name = entry[0]
            if not hidden and name[0] == ".":
                continue
            inner = os.path.join(path, name)
            if entry[1] & 0x4000 and not entry[1] & 0x8000:
                for found in _below(root, inner, parts, recursive, hidden, slash):
                    yield found if rest or found != inner + "/" else inner
            elif not rest and not slash:
                yield inner
        return
    if not has_magic(part):
        inner = os.path.join(path, part)
        if os.path.exists(os.path.join(root, inner)):
            for found in _below(root, inner, rest, recursive, hidden, slash):
                yield found
        return
    for entry in _names(root, path):
        name = entry[0]
        if (name[0] == "." and part[0] != "." and not hidden) or not fnmatchcase(name, part):
            continue
        if rest and not entry[1] & 0x4000:
            continue
        for found in _below(root, os.path.join(path, name), rest, recursive, hidden, slash):
            yield found
