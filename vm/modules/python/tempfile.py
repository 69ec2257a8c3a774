"""Files and directories for a while."""

import os
import random

template = "tmp"
tempdir = None


def gettempdir():
    """The directory for them: that of TMPDIR, /tmp, or the working directory."""
    global tempdir
    if tempdir is None:
        for path in (os.getenv("TMPDIR"), os.getenv("TEMP"), os.getenv("TMP"), "/tmp", "/var/tmp"):
            if path and os.path.isdir(path):
                tempdir = path
                break
        else:
            tempdir = os.getcwd()
    return tempdir


def gettempprefix():
    """What names begin with."""
    return template


def _make(make, suffix, prefix, dir):
    dir = gettempdir() if dir is None else os.fspath(dir)
    for _ in range(100):
        name = "".join([random.choice("abcdefghijklmnopqrstuvwxyz0123456789_") for _ in range(8)])
        path = os.path.join(dir, (template if prefix is None else prefix) + name + (suffix or ""))
        try:
            return path, make(path)
        except FileExistsError:
            pass
    raise FileExistsError(17, "No usable temporary file name found")


def mkdtemp(suffix=None, prefix=None, dir=None):
    """Make a directory; returns its path."""
    return _make(os.mkdir, suffix, prefix, dir)[0]


def mktemp(suffix="", prefix=template, dir=None):
    """A path where nothing is."""
    return _make(_absent, suffix, prefix, dir)[0]


def _absent(path):
    if os.path.exists(path):
        raise FileExistsError


class _Closing:
    """A file that is deleted when it is closed."""

    def __init__(self, file, name, delete):
        self.file, self.name, self.delete = file, name, delete
        self._open = True

    def close(self):
        """Close and delete it."""
        if self._open:
            self._open = False
            self.file.close()
            if self.delete:
                os.remove(self.name)

    def __getattr__(self, name):
        return getattr(self.file, name)

    def __iter__(self):
        return iter(self.file)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def __del__(self):
        self.close()


def NamedTemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, delete=True, *, errors=None):
    """A new file with a `name` that is deleted when it is closed."""
    mode = mode.replace("w", "x")
    path, file = _make(lambda path: open(path, mode), suffix, prefix, dir)
    return _Closing(file, path, delete)


def TemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *, errors=None):
    """A new file that is deleted when it is closed."""
    return NamedTemporaryFile(mode, suffix=suffix, prefix=prefix, dir=dir)


class TemporaryDirectory:
    """A new directory that is deleted with all that is in it."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False):
        self.name = mkdtemp(suffix, prefix, dir)
        self._ignore = ignore_cleanup_errors

    def cleanup(self):
        """Delete it."""
        import shutil

        if self.name is not None and os.path.exists(self.name):
            shutil.rmtree(self.name, self._ignore)

    def __enter__(self):
        return self.name

    def __exit__(self, *error):
        self.cleanup()

    def __repr__(self):
        return "<TemporaryDirectory %r>" % self.name
