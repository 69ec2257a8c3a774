"""Copying, moving and deleting files and whole directories."""

import os


class Error(OSError):
    """Something could not be copied."""


class SameFileError(Error):
    """A file was to be copied to itself."""


def copyfileobj(fsrc, fdst, length=0):
    """Copy what is left of a file into another."""
    while True:
        data = fsrc.read(length or 512)
        if not data:
            return
        fdst.write(data)


def copyfile(src, dst, *, follow_symlinks=True):
    """Copy a file's contents."""
    if os.path.abspath(src) == os.path.abspath(dst):
        raise SameFileError("%r and %r are the same file" % (src, dst))
    with open(src, "rb") as source:
        with open(dst, "wb") as target:
            copyfileobj(source, target)
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    """Nothing: files have no permissions."""


def copystat(src, dst, *, follow_symlinks=True):
    """Give a file another one's time."""
    os.utime(dst, ns=(0, os.stat(src).st_mtime_ns))


def _into(src, dst):
    """The target itself, or the source's name in it when it is a directory."""
    return os.path.join(dst, os.path.basename(src)) if os.path.isdir(dst) else dst


def copy(src, dst, *, follow_symlinks=True):
    """Copy a file to a path or into a directory."""
    return copyfile(src, _into(src, dst))


def copy2(src, dst, *, follow_symlinks=True):
    """Copy a file with its time."""
    dst = copyfile(src, _into(src, dst))
    copystat(src, dst)
    return dst


def ignore_patterns(*patterns):
    """For copytree(): leave out names that match one of the patterns."""
    from fnmatch import fnmatchcase

    def ignored(path, names):
        return {name for name in names if any([fnmatchcase(name, pattern) for pattern in patterns])}

    return ignored


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2, ignore_dangling_symlinks=False, dirs_exist_ok=False):
    """Copy a directory with all that is in it."""
    src, dst = os.fspath(src), os.fspath(dst)
    names = os.listdir(src)
    left_out = ignore(src, names) if ignore is not None else ()
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    for name in names:
        if name in left_out:
            continue
        inner, target = os.path.join(src, name), os.path.join(dst, name)
        if os.path.isdir(inner):
            copytree(inner, target, symlinks, ignore, copy_function, ignore_dangling_symlinks, dirs_exist_ok)
        else:
            copy_function(inner, target)
    return dst


def rmtree(path, ignore_errors=False, onerror=None):
    """Delete a directory with all that is in it."""
    import sys

    def attempt(function, name):
        try:
            return function(name)
        except OSError:
            if onerror is not None and not ignore_errors:
                onerror(function, name, sys.exc_info())
            elif not ignore_errors:
                raise

    path = os.fspath(path)
    for name in attempt(os.listdir, path) or ():
        inner = os.path.join(path, name)
        if os.path.isdir(inner):
            rmtree(inner, ignore_errors, onerror)
        else:
            attempt(os.remove, inner)
    attempt(os.rmdir, path)


def move(src, dst, copy_function=copy2):
    """Move a file or directory to a path or into a directory."""
    src, dst = os.fspath(src).rstrip("/"), os.fspath(dst)
    target = dst
    if os.path.isdir(dst):
        target = os.path.join(dst, os.path.basename(src))
        if os.path.exists(target):
            raise Error("Destination path '%s' already exists" % target)
    try:
        os.rename(src, target)
    except OSError as error:
        if error.errno not in (1, 18):  # across file systems
            raise
        if os.path.isdir(src):
            copytree(src, target, copy_function=copy_function)
            rmtree(src)
        else:
            copy_function(src, target)
            os.remove(src)
    return target


def disk_usage(path):
    """total, used and free bytes of a file system."""
    from collections import namedtuple

    space = os.statvfs(path)
    total, free = space[1] * space[2], space[1] * space[4]
    return namedtuple("usage", "total used free")(total, total - space[1] * space[3], free)


def get_terminal_size(fallback=(80, 24)):
    """Columns and lines, as the environment says."""
    return os.terminal_size((int(os.getenv("COLUMNS") or fallback[0]), int(os.getenv("LINES") or fallback[1])))


def which(cmd, mode=1, path=None):
    """None: there are no commands."""
