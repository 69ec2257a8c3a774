import io
import sys
import traceback


def without_marks(lines):
    return [line for part in lines for line in part.split("\n") if line.strip(" ^~")]


def deep(n):
    if n:
        return deep(n - 1)
    raise ValueError("deep")


def chained():
    try:
        deep(6)
    except ValueError as error:
        raise KeyError("k") from error


try:
    chained()
except KeyError as caught:
    error = caught
    print("\n".join(without_marks(traceback.format_exception(caught))))
    out = io.StringIO()
    traceback.print_exc(file=out)
    print(without_marks([out.getvalue()]) == without_marks([traceback.format_exc()]))
    print(traceback.format_exception_only(caught), traceback.format_exception_only(type(caught), caught))
    print([(entry.name, entry.lineno, entry.line) for entry in traceback.extract_tb(caught.__traceback__)])
    print([tuple(entry)[1:] for entry in traceback.extract_tb(caught.__traceback__, 1)], [entry.name for entry in traceback.extract_tb(caught.__traceback__, -1)])
    print(without_marks(traceback.format_tb(caught.__traceback__)), [n for _, n in traceback.walk_tb(caught.__traceback__)])
print(without_marks(traceback.format_exception(error, chain=False)) == without_marks(traceback.format_exception(KeyError, error, error.__traceback__, chain=False)))
told = traceback.TracebackException.from_exception(error)
print(str(told), told.exc_type, len(told.stack), told.__cause__ is not None, list(told.format_exception_only()))
print(traceback.format_exception(None), traceback.format_list([("f.py", 3, "g", "code"), ("h.py", 4, "i", None)]))
try:
    traceback.print_exception(3)
except TypeError as wrong:
    print(wrong)
