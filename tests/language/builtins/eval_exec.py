# eval, exec, compile, globals, locals.
x = 10
print(eval("x + 1"), eval("  [i for i in range(3)]"), eval("x", {"x": 5}), eval("x + y", {"x": 1}, {"y": 2}), eval("'a' 'b'"), eval(b"1 + 1"))
exec("z = x * 2")
print(z)
exec("def made(n):\n    return n + x\n")
print(made(1))
space = {}
exec("a = 1\nb = [a] * 3\ndef f():\n    return a\nc = f()", space)
print(space["a"], space["b"], space["c"], "__builtins__" in space, sorted(k for k in space if not k.startswith("_")))
local = {}
exec("q = x\nfor i in range(3): q += i", globals(), local)
print(local, "q" in globals())
exec("class C:\n    v = 5\n    def m(self): return self.v", local)
print(local["C"]().m())
code = compile("m + n", "<test>", "eval")
print(eval(code, {"m": 1, "n": 2}), eval(code, {"m": 5}, {"n": 6}), type(code).__name__)
code = compile("r = s * 2\nprint(r)", "<test>", "exec")
exec(code, {"s": 21})
s = 4
exec(code)
print(r)
for i in range(3):
    exec(code, {"s": i})
print(exec("1"), eval("None"), eval("(lambda a: a * x)(3)"), eval("x", None), eval("max(x, 50)"))


def function():
    inside = 7
    exec("inside = 8")
    values = eval("inside + x")
    return inside, values, sorted(locals()), eval("inside"), eval("[inside]")


print(function())


def nested():
    captured = 1

    def inner():
        own = captured
        return sorted(locals().items())

    return inner()


print(nested(), locals() is globals())


class Body:
    a = 1
    b = sorted(k for k in locals() if not k.startswith("_"))


print(Body.b)
for source in ("1 +", "x = 1", "def f(:", "nonsense nonsense", "return 5", "  x\n y"):
    try:
        eval(source)
    except SyntaxError as error:
        print("SyntaxError")
for call in (lambda: eval("undefined_name"), lambda: eval("1/0"), lambda: exec("raise ValueError('v')"), lambda: eval(5), lambda: exec("x", 5), lambda: compile("x", "f", "bad"), lambda: eval("x", {}), lambda: exec("del missing", {})):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
exec("import math; result = math.floor(2.5)")
print(result)
counter = {"n": 0}
exec("n += 1\nn += 1", counter)
print(counter["n"])
exec("")
exec("# only a comment")
exec("if True:\n    t = 1\nelse:\n    t = 2\n")
print(t)
