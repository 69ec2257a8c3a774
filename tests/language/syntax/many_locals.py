def compiles(n, body="pass"):
    names = ["v%d" % i for i in range(n)]
    source = "def f():\n" + "".join(" %s = %d\n" % (v, i) for i, v in enumerate(names)) + " return " + body + "\n"
    space = {}
    try:
        exec(source, space)
    except SyntaxError as e:
        return e.msg
    return space["f"]()


print(compiles(10, "v9"), compiles(100, "v99 + v0"), compiles(200, "v199 * 2 + v1"), compiles(230, "max(v229, v1, v2)"))
source = "".join("g%d = %d\n" % (i, i) for i in range(2000)) + "print(g0 + g1999)\n"
exec(source)
source = "".join("print.a%d = 1\n" % i if 0 else "n%d = o.a%d\n" % (i, i) for i in range(600))


class O:
    def __getattr__(self, name):
        return name

    def m299(self, x, k=0):
        return "m299", x, k


o = O()
exec(source)
print(n0, n599)
source = "def h(o):\n" + "".join(" o.b%d = o.c%d\n" % (i, i) for i in range(300)) + " o.z += 'x'\n return o.b299, o.m299(1), o.m299(2, k=3), o.m299([1]), o.z, o.m299\n"
exec(source)
print(h(o)[:5])
source = "def k(x):\n" + "".join(" x = x + %d.5\n" % i for i in range(300)) + " x = x + 'no' if x == 0.25 else x\n return x == 5.0, x < 1e9, x\n"
exec(source)
print(k(0))
source = "class Big:\n" + "".join(" a%d = %d\n" % (i, i) for i in range(400)) + " s = a0 + a399\n"
exec(source)
print(Big.s, Big.a399)
