import traceback


class Mine(Exception):
    pass


class Broken(Exception):
    def __str__(self):
        raise ValueError


for error in (ValueError("v"), ValueError(), Mine("m"), Broken(), KeyError("k"), OSError(2, "No such file or directory", "f"), StopIteration(3)):
    print(traceback.format_exception_only(error))
noted = ValueError("v")
noted.add_note("one\ntwo")
noted.add_note("three")
print(traceback.format_exception_only(noted))
for source in ("a = = 1\n", "  x = (\n", "def f(:\n  pass", "'abc", "x = 1 +"):
    try:
        compile(source, "<s>", "exec")
    except SyntaxError as error:
        lines = traceback.format_exception_only(error)
        print(lines[0], len(lines) > 2, type(error).__name__ in lines[-1])
print(traceback.format_exception_only(SyntaxError("msg", ("f.py", 3, 5, "  abc def\n"))))
