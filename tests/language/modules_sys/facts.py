# Needs 64-bit words.
import sys

print(sys.version_info >= (3, 4), sys.version_info[0], sys.version_info.major, sys.byteorder, sys.maxsize == 2**63 - 1, sys.maxunicode)
print(sys.float_info.max, sys.float_info.epsilon, sys.float_info.dig, sys.float_info[0] == sys.float_info.max, sys.float_info)
print(sys.argv, type(sys.path), "sys" in sys.modules, sys.modules["sys"] is sys, sys.modules["__main__"].__name__)
print(sys.stdout.name, sys.stdin.mode, sys.stderr.name, sys.stdout is sys.__stdout__, sys.getdefaultencoding())
print(sys.exc_info())
try:
    1 / 0
except ZeroDivisionError as e:
    info = sys.exc_info()
    print(info[0], info[1] is e, info[2] is e.__traceback__)
print(sys.exc_info(), sys.intern("a b") is sys.intern("a " + "b"), sys.getsizeof([]) > 0, sys.getsizeof("x" * 1000) > 1000)
old = sys.getrecursionlimit()
sys.setrecursionlimit(150)


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


try:
    deep(1000)
except RecursionError as e:
    print(type(e).__name__)
sys.setrecursionlimit(old)
print(deep(500), sys.getrecursionlimit() == old)
for bad in (0, "x"):
    try:
        sys.setrecursionlimit(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)


class Collect:
    def __init__(self):
        self.text = []

    def write(self, text):
        self.text.append(text)

    def flush(self):
        pass


c = Collect()
sys.stdout = c
print("hidden", 1, sep="-")
sys.stdout.write("direct")
sys.stdout = sys.__stdout__
print(c.text)
sys.stdout.write("written\n")
sys.stderr.write("to stderr\n")
print("x", file=sys.stderr)
sys.stdout.flush()
sys.exit(3)
