# At the top level of a module every name is global: saying so may come late. In a function it may not.
x = 1
global x
print(x)
global x, y
y = 2
exec("z = 3\nglobal z\nprint(z)")
try:
    compile("def f():\n    print(x)\n    global x\n", "text", "exec")
except SyntaxError as e:
    print(e.msg)
