# Recording warnings, and what is known of each.
import warnings


def old():
    warnings.warn("old is old", DeprecationWarning, stacklevel=2)


with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    warnings.warn("plain")
    old()
    warnings.warn(UserWarning("an instance"))
    warnings.warn("runtime", RuntimeWarning)
    warnings.warn_explicit("explicit", FutureWarning, "file.py", 7, "mod")
print(len(log))
for w in log:
    print(w.category.__name__, w.message, type(w.message).__name__, w.lineno, w.filename.rsplit("/")[-1], w.line, w.file, w.source)
print(log[1].lineno == 13, str(log[0]).startswith("{message : UserWarning('plain')"), isinstance(log[0], warnings.WarningMessage))
with warnings.catch_warnings(record=True) as log:
    pass
print(log)
with warnings.catch_warnings() as nothing:
    print(nothing)
print(repr(warnings.catch_warnings(record=True)), repr(warnings.catch_warnings()))
c = warnings.catch_warnings()
with c:
    try:
        c.__enter__()
    except RuntimeError as e:
        print(e)
try:
    warnings.catch_warnings().__exit__()
except RuntimeError as e:
    print(e)
with warnings.catch_warnings(record=True, action="error"):
    try:
        warnings.warn("x")
    except UserWarning as e:
        print("error", e)
