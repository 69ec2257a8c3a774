# The target of := is a bare name.
def check(text):
    try:
        compile(text, "text", "exec")
        print("ok")
    except SyntaxError:
        print("no")


for text in ("while (x) := f(): pass", "while (x := f()): pass", "if (x) := 1: pass", "print((x) := 1)", "((x) := 1)", "(x := (y))", "[(x) := 1]", "[x := (1)]", "(x) = 1", "(x): int = 1", "(x) += 1"):
    check(text)
