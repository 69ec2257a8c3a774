# input at the end of the file, and from a replaced sys.stdin.
import sys

try:
    input()
except EOFError as error:
    print("EOFError", error)
try:
    input("prompt> ")
except EOFError:
    print("EOFError")


class Reader:
    lines = ["first\n", "second", ""]

    def readline(self, size=-1):
        return self.lines.pop(0)


sys.stdin = Reader()
print(repr(input("? ")), repr(input()))
try:
    input()
except EOFError:
    print("end")
