# compile: modes, file names, errors with their place.
print(eval(compile("1 + 2", "f", "eval")))
exec(compile("a = 5\nb = a * 2", "f", "exec"))
print(a, b)
exec(compile("a + 1", "f", "single"))
exec(compile("x = 7", "f", "single"))
print(x)
code = compile("def f(n):\n    return n + offset\n", "lib.py", "exec")
for offset_value in (1, 10):
    space = {"offset": offset_value}
    exec(code, space)
    print(space["f"](5))
try:
    compile("x = (1,\ny = 2\n", "broken.py", "exec")
except SyntaxError as error:
    print(error.filename, error.lineno is not None)
try:
    compile("for", "broken.py", "eval")
except SyntaxError as error:
    print("SyntaxError", error.filename)
try:
    exec(compile("1\n\n1/0\n", "zero.py", "exec"))
except ZeroDivisionError as error:
    print(error)
counter = compile("n = n + 1", "f", "exec")
n = 0
for _ in range(5):
    exec(counter)
print(n)
names = {}
exec(compile("import math\nclass K:\n    r = math.sqrt(4)\nk = [K.r for _ in range(2)]", "f", "exec"), names)
print(names["k"], names["K"].__name__)
