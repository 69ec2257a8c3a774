"""What this is running on."""

import os
import sys
from collections import namedtuple

uname_result = namedtuple("uname_result", "system node release version machine")


def uname():
    """All of it."""
    found = os.uname()
    return uname_result(system(), found.nodename, found.release, found.version, found.machine)


def system():
    """The name of the system: Linux, Krait."""
    return sys.platform.capitalize()


def node():
    """The device's name."""
    return os.uname().nodename


def release():
    """The version of Krait."""
    return os.uname().release


def version():
    """The version in full."""
    return os.uname().version


def machine():
    """The board."""
    return os.uname().machine


def processor():
    """Not known."""
    return ""


def architecture(executable=None, bits="", linkage=""):
    """The size of words."""
    return ("64bit" if sys.maxsize > 2**32 else "32bit"), ""


def python_implementation():
    """Krait"""
    return "Krait"


def python_version():
    """The version of the language."""
    return "%d.%d.%d" % sys.version_info[:3]


def python_version_tuple():
    """The same as a tuple of texts."""
    return tuple(python_version().split("."))


def python_compiler():
    """What compiled Krait."""
    return "C11"


def python_build():
    """A name and a date."""
    return "", ""


def libc_ver(*args):
    """Not known."""
    return "", ""


def platform(aliased=False, terse=False):
    """System, version and board in one text."""
    return "-".join([system(), release()] if terse else [system(), release(), machine()]).replace(" ", "_")
