class O:
    pass


o = O()
o.a = 1
o.b = o.c = O()
o.b.d = [1, {"k": O()}]
o.b.d[1]["k"].e = "deep"
print(o.a, o.b is o.c, o.b.d[1]["k"].e)
o.a += 5
o.b.d[0] -= 3
o.b.d[1]["k"].e *= 2
print(o.a, o.b.d[0], o.c.d[1]["k"].e)
del o.a
try:
    o.a
except AttributeError as e:
    print(e)
del o.b.d[1]["k"].e, o.c
print(hasattr(o, "c"), hasattr(o, "b"))
o.x, o.y = 1, 2
(o.x, o.y), o.z = (o.y, o.x), o.x
print(o.x, o.y, o.z)
o.f = lambda x: x
print(o.f(3), O.__name__.upper().lower(), o.__class__.__name__)
o.if_ = o.match = o.case = o._ = 5
print(o.if_, o.match, o.case, o._)
for name in ("print", "None_", "é"):
    setattr(o, name, name)
print(o.print, o.None_, o.é)
o.n = 0


def bump(o):
    o.n += 1
    o.n = o.n * 2
    return o.n


print(bump(o), bump(o), (1).real, [].append.__name__)
