import sys
for code in ("import nowhere", "import lib_plain.nowhere", "import math.nowhere", "from lib_plain import nowhere", "import lib_bad.missing_dep", "from . import x", "from .a import x"):
    try:
        exec(code)
    except ImportError as e:
        print(type(e).__name__, str(e).split(" (")[0], e.name)
for i in range(2):
    try:
        import lib_bad.raises
    except ZeroDivisionError as e:
        print(e, "lib_bad.raises" in sys.modules, hasattr(sys.modules["lib_bad"], "raises"))
try:
    import lib_bad.syntax
except SyntaxError as e:
    print(type(e).__name__, e.lineno, e.filename.endswith("lib_bad/syntax.py"))
print("lib_bad.syntax" in sys.modules)
sys.modules["blocked"] = None
try:
    import blocked
except ImportError as e:
    print(e)
try:
    __import__("")
except ValueError as e:
    print(e)
