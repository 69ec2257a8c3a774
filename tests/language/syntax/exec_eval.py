exec("x = 5\ny = x + 1")
print(x, y, eval("x * y"), eval(" x "), eval("(x,\n y)"), eval("x, y"))
space = {}
exec("a = 1\ndef f(): return a\nb = [a for _ in range(2)]\nclass C:\n z = a", space)
print(space["f"](), space["b"], space["C"].z, "__builtins__" in space)
g, l = {"a": 1}, {"b": 2}
exec("c = a + b\na = 10\nglobal d\nd = 5\ndel b", g, l)
print(sorted(k for k in g if k[0] != "_"), sorted(l), l["c"], g["a"], l["a"])
print(eval("a + b", {"a": 1}, {"b": 2}), eval("[a for _ in 'x']", {"a": 1}, {}))
exec("for i in range(2): print(i)\nimport math\nfrom math import pi\nwith open('exec_eval.py') as f: n = f.readline()\ntry:\n 1/0\nexcept ZeroDivisionError as e: m = str(e)", {}, l)
print(sorted(l), l["n"], l["m"])
code = compile("1 + 2", "<c>", "eval")
print(eval(code), code.co_filename, code.co_name)
code = compile("q = 3\nprint(q)", "<c>", "exec")
exec(code)
exec(code, {"print": lambda v: print("other", v)})
exec(compile("5 + 5; z = 1; z + 1", "<s>", "single"))
exec(compile("for i in range(2):\n i\n", "<s>", "single"))
for source, mode in (("x = 1", "eval"), ("", "eval"), ("1 +", "exec"), ("1\n2", "eval"), ("1\n2", "single")):
    try:
        compile(source, "<t>", mode)
    except SyntaxError as e:
        print(mode, e.msg)


def f(p):
    q = 2
    exec("p = 100; r = 3")
    return p, q, eval("p + q"), eval("[p, q]")


print(f(1))


def outer():
    v = 1

    def inner():
        return v, eval("v"), sorted(locals())
    return inner()


print(outer())
exec("def late():\n    return undefined_yet")
undefined_yet = "now"
print(late())
exec("""
'''A docstring.'''
class K:
    'class doc'
    def m(self):
        'method doc'
        return __class__.__doc__, self.m.__doc__
print(K().m())
""")
exec("", {}), exec("\n\n# comment\n"), exec("pass")
print(eval(b"1 + 1"), eval("lambda: x")(), eval("(yield_ := 3)"), yield_)
