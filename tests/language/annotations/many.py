# More annotations than a batch of registers holds, and the names of those that follow.
source = "def f(%s) -> 5: pass" % ", ".join("p%d: %d + len('x')" % (i, i) for i in range(60))
exec(source)
print(list(f.__annotations__.items())[-3:], len(f.__annotations__))
constants = "def g(%s): pass" % ", ".join("p%d: %d" % (i, i) for i in range(60))
exec(constants)
print(g.__annotations__["p59"], len(g.__annotations__))
