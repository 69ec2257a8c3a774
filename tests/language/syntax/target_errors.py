# What cannot be assigned to, deleted or bound.
def valid(text):
    try:
        compile(text, "text", "exec")
    except SyntaxError:
        return False
    return True


for text in ("1 = x", "f() = 1", "a + b = c", "(a, 1) = b", "None = 1", "[a, b()] = 1", "x += 1 = 2", "del f()", "del 1", "del (a, b + 1)", "for 1 in x: pass", "for f() in x: pass", "with a as 1: pass", "(a, b) += 1", "[a] += 1", "*a = 1", "a, *b, *c = d", "*a", "del *a", "x = *a", "f(a for a in b, c)", "lambda 1: 2", "def f(a, a): pass", "def f(a=1, b): pass", "def f(*): pass", "def f(**a, b): pass", "def f(a, /, b, /): pass", "f(a=1, 2)", "f(**a, *b)", "f(a=1, a=2)", "f(1=2)", "(x := 1) = 2", "x := 1", "[x := 1 for x in y]", "a.b := 1", "import a.b as c.d", "from a import *, b", "from . import", "global x; x: int = 1" if 0 else "class A: return 1", "yield 1", "return", "await x", "async with a: pass", "break", "continue", "def f():\n nonlocal x", "nonlocal x", "def f():\n x = 1\n global x", "def f(x):\n global x", "True: int = 1", "a: int, b = 1", "(a, b): int = 1", "else: pass", "try: pass", "try: pass\nelse: pass", "except: pass", "try: pass\nexcept: pass\nexcept A: pass", "if x:\npass", "  x", "x\n  y", "match x:\n case a: pass\n case b: pass", "match x:\n case a | b: pass", "match x:\n case [*a, *b]: pass", "match x:\n case {**a, 'b': 1}: pass", "match x:\n case A(b=1, 2): pass", "a b", "1a", "a = ", "(a", "a)", "[1, 2", "{1: 2", "{1: 2, 3}", "{1, 2: 3}", "a[", "a[]", "f(,)", "(,)", "$", "?", "a!", "0777", "1__0", "0x", "1e", "'a", "not", "a not b", "lambda", "def f", "class", "@x\ny", "assert", "raise x from", "del", "from x import", "import", "for x in", "while", "with", "async x"):
    print(repr(text), valid(text))
