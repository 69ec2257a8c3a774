"""Functions that are called when the program is over, the last one first."""

import sys

_calls = []
_before = None


def _run_exitfuncs():
    calls = _calls[::-1]
    _calls.clear()
    for function, args, kwargs in calls:
        try:
            function(*args, **kwargs)
        except SystemExit:
            pass
        except BaseException as error:
            sys.stderr.write("Exception ignored in atexit callback: %r\n" % (function,))
            sys.print_exception(error, sys.stderr)
    if _before is not None:
        _before()


def register(func, /, *args, **kwargs):
    """Call the function when the program is over; a decorator, too."""
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _calls.append((func, args, kwargs))
    return func


def unregister(func, /):
    """Do not call the function."""
    _calls[:] = [call for call in _calls if call[0] != func]


def _clear():
    _calls.clear()


def _ncallbacks():
    return len(_calls)


_before = sys.atexit(_run_exitfuncs)
