# Comprehensions whose body looks at variables by name.
def f(a):
    print([eval("x + 1") for x in range(3)])
    print({eval("x") for x in range(3)}, {eval("k"): eval("v") for k, v in {1: 2}.items()})
    print([sorted(k for k in locals() if k != '.0') for x in (1,)])
    print(['yy' in vars() for yy in (1,)])
    print([[eval("x*y") for x in range(2) for y in (1,2)] for z in (0,)])
    print({x: locals()['x'] for x in 'ab'})
    print([exec("print(q)") for q in (5,)])
    print([a for a in eval("[1,2]")], a)
    return [eval("a", {'a': 7}) for _ in (0,)]
print(f(9))
print([eval("x+1") for x in range(3)], {k: eval("k") for k in (1,2)})
class C:
    y=[1,2]
    z=[eval("i*2") for i in y]
print(C.z)
print([y := eval("x") for x in (1,2)], y)
