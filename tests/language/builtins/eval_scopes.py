# Where names of evaluated code come from and go to.
x = "global"


def f():
    x = "local"
    return eval("x"), eval("x", globals()), eval("x", {"x": "given"}), eval("x", {}, {"x": "locals"}), eval("x", {"x": "g"}, {"x": "l"})


print(f())


def g():
    exec("x = 'set'")
    y = {}
    exec("x = 'in y'", y)
    exec("global x\nx = 'really global'")
    return x, y["x"]


print(g(), x)


class C:
    x = "class"
    y = eval("x")
    exec("z = x + '!'")


print(C.y, C.z)
space = {"x": 1}
exec("def h():\n    return x\nx = 2", space)
print(space["h"](), x)
space["x"] = 3
print(space["h"]())
left = {"a": 1}
exec("b = a + 1\ndef k():\n    return len([a] if 'a' in globals() else [])\nc = k()", left, left)
print(left["b"], left["c"])
outer, inner = {"o": 1}, {}
exec("i = o + 1\no = 5", outer, inner)
print(inner, outer["o"])
print(eval("[x for x in range(3)]"), eval("{k: v for k, v in [(1, 2)]}"), eval("(lambda: x)()"), eval("len([1, 2])", {}))
print(eval("a + b", None, {"a": 1, "b": 2}))
try:
    eval("len([1])", {"__builtins__": {}, "len": lambda v: "mine"}) and print("own len")
except NameError:
    print("NameError")
del x
try:
    eval("x")
except NameError as error:
    print(error)
