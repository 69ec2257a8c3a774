# What is written, and where to. (less in little memory)
import io
import sys
import warnings

warnings.simplefilter("always")
text = io.StringIO()
before = sys.stderr
sys.stderr = text
try:
    warnings.warn("to standard error")
    warnings.warn("and more", FutureWarning)
finally:
    sys.stderr = before
print(text.getvalue().replace(__file__, "FILE"))
print(repr(warnings.formatwarning("m", UserWarning, "f.py", 3)), repr(warnings.formatwarning("m", UserWarning, "f.py", 3, "  the line ")))
text = io.StringIO()
warnings.showwarning("m", RuntimeWarning, "f.py", 3, text, "x = 1")
print(repr(text.getvalue()))


def mine(message, category, filename, lineno, file=None, line=None):
    print("mine:", message, category.__name__, lineno)


warnings.showwarning = mine
warnings.warn("shown by the program")
with warnings.catch_warnings(record=True) as log:
    warnings.warn("recorded")
print(len(log))
warnings.warn("again")
