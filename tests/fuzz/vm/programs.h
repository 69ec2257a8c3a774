/* Programs whose code is changed: between them they have every instruction. */
#ifndef KRAIT_FUZZ_PROGRAMS_H
#define KRAIT_FUZZ_PROGRAMS_H
#include <stddef.h>

static const char *const fuzz_programs[] = {
    "a = 5\nb = a * 3 + 2\nc = [a, b, a // 2]\nprint(a < b, c[1], len(c))\nwhile a > 0:\n    a -= 1\n"
    "    c[0] += a\nprint(c)\n",
    "s = 'abc'\nt = s + 'd' * 2\nprint(t.upper(), s in t, not s)\nd = {'k': 1, s: (1, 2.5)}\n"
    "d['z'] = -d['k'] ** 2\nx, y = d[s]\nprint(x if x > y else y, ~x, d)\ndel d['k']\n",
    "v = {1, 2, 3}\na, *b, c = 1, 2, 3, 4\nprint(a and b or c, v & {a}, b[0:1], b[::2])\nassert a\n"
    "x = 1 << 70\nprint(x % 7, x | a)\nprint(f'{a:>5}{b!r}', sep='')\nraise ValueError(a)\n",
    "import math\nfrom math import pi\nmath.tau2 = pi\ndef f(a, b=2, *, k=None):\n    c = a + b\n"
    "    if c > 3:\n        return c\n    return f(c)\nprint(f(1), f(b=0, a=9, k=1))\nfor i in range(3):\n"
    "    try:\n        print(1 // i)\n    except ZeroDivisionError as e:\n        print(e)\n    finally:\n"
    "        pass\n",
    "class A:\n    x = 1\n    def go(self, *a, **k):\n        return [lambda: (self, i) for i in a]\n"
    "def g():\n    y = yield 1\n    yield from [y]\nprint(A().go(1, 2), list(g()))\n"
    "with open('f') as q:\n    q.read()\n",
    "def f(n):\n    for i in range(n):\n        try:\n            if i == 1: continue\n            if i == "
    "3: break\n"
    "            if i == 9: return i\n        finally:\n            n += i\n    return n\nprint(f(5), f(1))\n"
    "def g(a, b):\n    def h():\n        nonlocal a\n        a += b\n        return a\n    return "
    "h\nprint(g(1, 2)())\n",
    "def f(v):\n    match v:\n        case [1, *r]: return r\n        case {'k': x, **o}: return x, o\n"
    "        case str() | int(): return 0\n        case _: return None\n"
    "print(f([1, 2]), f({'k': 1}), f('s'))\nprint(f(*[3]), f(**{'v': 4}), {**{}, 'a': 1}, [*range(2)], "
    "{*'ab'})\n",
    "class C:\n    def __enter__(self): return self\n    def __exit__(self, *a): return True\n"
    "    def __iter__(self): return iter([1, 2])\n    def __add__(self, o): return o\n    def __len__(self): "
    "return 0\n"
    "with C() as c:\n    raise KeyError(c + 1)\nprint([x for x in c], {k: v for k, v in zip('ab', c)}, {x "
    "for x in c if x})\n"
    "print(super, c or 1)\nasync def co(): return [x async for x in ag()]\nasync def ag():\n    yield 1\n"
    "try:\n    co().send(None)\nexcept StopIteration as e:\n    print(e.value)\n",
};

static inline const char *fuzz_program(unsigned number) {
    return fuzz_programs[number % (sizeof fuzz_programs / sizeof *fuzz_programs)];
}

#endif
