# print: separators, ends, files.
print()
print("a", 1, None, [1], sep="-")
print("a", "b", end="!\n")
print("x", "y", sep="", end="")
print()
print(*range(5), sep=", ")
print(*[], sep="x")
print("none", sep=None, end=None, file=None)
print("flush", flush=True)
print("é日本", "\U0001f600")


class Writer:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)

    def flush(self):
        self.parts.append("<flush>")


w = Writer()
print("a", 2, sep="+", file=w)
print(file=w, flush=True)
print(w.parts)
import sys

old = sys.stdout
sys.stdout = w
print("captured", 5)
sys.stdout.write("direct")
sys.stdout = old
print(w.parts)
print("to stderr", file=sys.stderr)
print("to stdout", file=sys.stdout)


class Loud:
    def __str__(self):
        print("printing inside", end=" ")
        return "loud"


for call in (lambda: print("a", sep=5), lambda: print("a", end=1), lambda: print("a", foo=1), lambda: print("a", file=5)):
    try:
        call()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
print(print("x"))
print("long " * 200)
print(str(Loud()))
