# exec and eval with namespaces of their own.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


space = {"a": 1}
exec("b = a + 1\ndef f(): return b", space)
print(space["b"], space["f"](), sorted(k for k in space if k[0] != "_"), "__builtins__" in space)
here = {}
exec("c = a\nd = [a for _ in 'x']", {"a": 5}, here)
print(sorted(here.items()))
print(eval("a + b", {"a": 1}, {"b": 2}), eval("[a for i in range(2)]", {"a": 3}), attempt(lambda: eval("nothing")), attempt(lambda: eval("1 +")))
class Space(dict):
    def __missing__(self, key): return "missing " + key
print(eval("x + y", {}, Space(x="a")), attempt(lambda: exec("z = q", {}, Space())))
x = "module"
def f():
    x = "local"
    exec("x = 'changed'")
    return x, eval("x"), sorted(locals())
print(f())
print(attempt(lambda: exec("x", 5)), attempt(lambda: eval("x", {}, 5)), attempt(lambda: exec(5)))
code = compile("1 + n", "name", "eval")
print(eval(code, {"n": 4}), code.co_filename, exec(compile("m = 3", "name", "exec")), m, attempt(lambda: compile("x", "f", "wrong")))
print(eval(b"2 * 3"), eval("  7"), exec("") is None, eval("(\n1,\n2)"), globals()["x"], "f" in dir(), vars() is globals())
class A:
    exec("inside = 1")
print(A.inside)
