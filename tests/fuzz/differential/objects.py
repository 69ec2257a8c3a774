"""Programs about calls, classes, operators and patterns: what is looked up where, in which order, and what is said when it is wrong.
Every function here takes the source of chance and returns lines of a program."""

VALUES = ["0", "1", "-3", "2.5", "'s'", "'ab'", "b'ab'", "[1, 2]", "[]", "(1, 'a')", "()", "{'k': 1}", "{}", "None", "True", "{1, 2}", "range(3)", "2**70", "1j", "..."]


def signatures(r):
    """A function's parameters in all shapes, and calls that fit or do not."""
    lines = []
    for n in range(3):
        names = r.sample("abcdxyz", r.randrange(6))
        only, plain = (r.randrange(len(names) + 1) if r.random() < 0.4 else 0), r.randrange(len(names) + 1)
        plain = max(plain, only)
        first_default = r.randrange(len(names) + 1)
        parts = [name + ("=%d" % (i + 10) if i >= first_default or (i >= plain and r.random() < 0.4) else "") for i, name in enumerate(names)]
        shape = parts[:only] + (["/"] if only else []) + parts[only:plain]
        if parts[plain:] or r.random() < 0.3:
            shape += ["*rest" if r.random() < 0.5 or not parts[plain:] else "*"] + parts[plain:]
        if r.random() < 0.3:
            shape.append("**named")
        known = names + [p.strip("*") for p in shape if p in ("*rest", "**named")]
        result = "(%s)" % "".join(k + ", " for k in known)
        body = r.choice([result, result, "(lambda: %s)()" % result, "[q for q in %s]" % result])
        if r.random() < 0.3:
            lines += ["f%d = lambda %s: %s" % (n, ", ".join(shape), body)]
        else:
            lines += [("async " if r.random() < 0.05 else "") + "def f%d(%s):" % (n, ", ".join(shape)), "    return " + body]
        for _ in range(7):
            lines.append("each(lambda: f%d(%s))" % (n, arguments(r, names)))
    return lines


def arguments(r, names):
    parts, named = [], []
    for _ in range(r.choice([0, 1, 2, 2, 3, 4, 5])):
        parts.append(r.choice(["%d" % r.randrange(9)] * 6 + ["*[1, 2]", "*()", "*'ab'", "*range(2)", "*(i for i in 'pq')", "*5", "*Few(1, KeyError(1))"]))
    for name in r.sample(names + ["k"], r.randrange(len(names) + 2)) if r.random() < 0.6 else []:
        named.append(r.choice(["%s=%d" % (name, r.randrange(9))] * 5 + ["**{'%s': 5}" % name, "**{}", "**{1: 2}", "**dict(q=1)", "**5"]))
    return ", ".join(parts + named)


BINARY = [("+", "add"), ("-", "sub"), ("*", "mul"), ("//", "floordiv"), ("/", "truediv"), ("%", "mod"), ("**", "pow"), ("<<", "lshift"), (">>", "rshift"), ("&", "and"), ("|", "or"), ("^", "xor"), ("@", "matmul")]
COMPARED = [("<", "lt"), (">", "gt"), ("<=", "le"), (">=", "ge"), ("==", "eq"), ("!=", "ne")]
UNARY = [("-", "neg"), ("+", "pos"), ("~", "invert")]
BASES = ["", "", "", "(int)", "(str)", "(list)", "(float)", "(tuple)", "(dict)"]


def operators(r):
    """Classes with some special methods each, which refuse or answer; every pair meets every operator."""
    lines, classes, ops = [], [], r.sample(BINARY, 3) + r.sample(COMPARED, 2)
    for n in range(3):
        base = "(%s)" % r.choice(classes) if classes and r.random() < 0.5 else r.choice(BASES)
        name = "C%d" % n
        classes.append(name)
        lines += ["class %s%s:" % (name, base), "    tag = %r" % name]
        for _, op in ops:
            for prefix in ("", "r", "i"):
                if r.random() < 0.35 and not (prefix and op in dict((b, a) for a, b in COMPARED)):
                    lines.append("    def __%s%s__(self, o): return %s" % (prefix, op, r.choice(["(self.tag, '%s%s', type(o).__name__)" % (prefix, op)] * 3 + ["NotImplemented", "None"])))
        for _, op in UNARY:
            if r.random() < 0.2:
                lines.append("    def __%s__(self): return '%s'" % (op, op))
        for method in r.sample(["__bool__(self): return False", "__bool__(self): return 3", "__len__(self): return 2", "__len__(self): return 'x'", "__hash__(self): return 5", "__hash__ = None", "__contains__(self, o): return o", "__index__(self): return 1", "__int__(self): return 42", "__float__(self): return 1.5",
                                "__getitem__(self, i): return i", "__call__(self, *a): return a", "__iter__(self): return iter('it')", "__iter__(self): return 5", "__iter__ = None", "__str__(self): return 'str'", "__str__(self): return 5", "__repr__(self): return 'rep'", "__format__(self, s): return s + '!'", "__abs__(self): return 'abs'", "__round__(self, n=None): return n",
                                "__reversed__(self): return 'rev'", "__bytes__(self): return b'by'", "__divmod__(self, o): return 'dm'", "__rdivmod__(self, o): return 'rdm'", "__complex__(self): return 1j", "__trunc__(self): return 4", "__ceil__(self): return 6", "__missing__(self, k): return k", "__getattr__(self, n): return n", "__delitem__(self, i): show('del', i)", "__setitem__(self, i, v): show('set', i, v)", "__dir__(self): return ['b', 'a']", "__eq__(self, o): return o"], r.randrange(5)):
            lines.append("    " + ("def " if "(self" in method else "") + method)
    lines.append("objects = [%s]" % ", ".join("attempt(%s)" % c for c in classes) if r.random() < 0.8 else "objects = [%s]" % ", ".join("attempt(%s, 3)" % c for c in classes))
    lines.append("objects += [%s]" % ", ".join(r.sample(VALUES, 3)))
    lines += ["names = [%s]" % ", ".join("'o%d'" % i for i in range(6)), "def tell(v):", "    return v if type(v) in (tuple, str, int, bool, float) else type(v).__name__"]
    for text, _ in ops:
        lines += ["objects[0] = attempt(C0)", "for x in objects:", "    for y in objects:", "        show(attempt(lambda: tell(x %s y)))" % text]
        if (text, _) in BINARY:
            lines += ["        def f(z):", "            z %s= y" % text, "            return tell(z)", "        show(attempt(f, x))" if r.random() < 0.5 else "        show(attempt(f, objects[0]))"]
    uses = ["-x", "+x", "~x", "not x", "bool(x)", "len(x)", "hash(x) == hash(x)", "5 in x", "int(x)", "float(x)", "str(x)[:20] if '0x' not in str(x) else 0", "f'{x:>5}'", "[0, 1, 2][x]", "x[1]", "x['k']", "x[1:2]", "x()", "x(1, 2)", "list(x)", "abs(x)", "round(x)", "round(x, 1)", "reversed(x) and 1", "bytes(x)", "divmod(x, 2)", "divmod(2, x)", "complex(x)", "range(x) and 1",
            "max(x, x) is x", "sorted([x, x]) and 1", "sum([x])", "x == x", "x != x", "x is x", "{x: 1} and 1", "iter(x) and 1", "'%d' % x", "'%s' % (x,) if '0x' not in str(x) else 0", "x.nope", "x and 1", "1 if x else 2", "[*x]", "a, b = x" if 0 else "(lambda *a: a)(*x)", "dict(x)", "hex(x)", "chr(x)", "'a' * x", "x * 'a'", "[1, 2, 3][x:]", "isinstance(x, int)", "int.__add__(x, 1)", "__import__('math').floor(x)", "__import__('math').trunc(x)", "__import__('operator').index(x)"]
    lines += ["for x in objects:"] + ["    show(%r, attempt(lambda: tell(%s)))" % (use, use) for use in r.sample(uses, 12)]
    return lines


def classes(r):
    """A small family of classes: order of lookup, super(), attributes of all kinds."""
    lines = ["class Data:", "    def __init__(self, v=None): self.v = v", "    def __set_name__(self, owner, name): self.name = name; show('named', name)", "    def __get__(self, o, kind): return ('data', o is None, self.v)", "    def __set__(self, o, v): self.v = v", "    def __delete__(self, o): show('deleted')",
             "class Quiet:", "    def __get__(self, o, kind=None): return ('quiet', o is None)", "class Meta(type):", "    m = 'meta'", "    def __call__(cls, *a, **k): show('call', cls.__name__); return super().__call__(*a, **k)", "    def __getattr__(cls, n): return 'meta ' + n", "    def __iter__(cls): return iter('me')", "    @property", "    def prop(cls): return 'metaprop'"]
    made = []
    for n in range(r.randrange(3, 7)):
        bases = r.sample(made, min(len(made), r.choice([0, 1, 1, 2, 2, 3])))
        extra = ["metaclass=Meta"] if r.random() < 0.12 else []
        if not bases and r.random() < 0.2:
            bases = [r.choice(["int", "str", "list", "dict", "tuple", "Exception", "object"])]
        name = "K%d" % n
        text = "str" in bases
        lines += ["class %s(%s):" % (name, ", ".join(bases + extra)), "    k%d = %d" % (n, n)]
        for _ in range(r.randrange(1, 6)):
            lines += ["    " + line for line in r.choice([m for m in MEMBERS if not (text and "__slots__" in m)]).replace("NN", str(n)).split("\n")]
        made.append(name)
        if len(bases) > 1:  # the order may be impossible: then the rest does without
            lines = lines[: -next(i for i, line in enumerate(reversed(lines), 1) if line.startswith("class"))] + ["try:"] + ["    " + line for line in lines[-next(i for i, line in enumerate(reversed(lines), 1) if line.startswith("class")) :]] + ["except TypeError as e:", "    report(e)", "    class %s: pass" % name]
    for name in made:
        lines.append("show([c.__name__ for c in %s.__mro__], sorted(k for k in vars(%s) if k[0] not in '_wz'))" % (name, name))
    for name in r.sample(made, min(3, len(made))):
        lines.append("o = attempt(%s%s)" % (name, r.choice(["", ", 1", ", 'ab'"])))
        for _ in range(10):
            n = r.choice(["x", "y", "z", "go", "prop", "data", "quiet", "k0", "k1", "m", "cls", "st", "none", "__dict__", "w", "w"])
            target = r.choice(["o", "o", "o", name])
            lines.append("each(lambda: %s)" % r.choice(["sorted(o.__dict__.items())" if (target, n) == ("o", "__dict__") else "%s.%s%s" % (target, n, "" if n not in ("go", "cls", "st") else "()"), "setattr(%s, '%s', %d)" % (target if target == "o" else name, n if n != "__dict__" else "y", r.randrange(9)), "delattr(%s, '%s')" % (target, n if n != "__dict__" and (target, n) != (name, "w") else "x"), "hasattr(%s, '%s')" % (target, n), "getattr(%s, '%s', 'default') and 0" % (target, n), "sorted(k for k in dir(%s) if k[0] not in '_wz')" % target, "sorted(vars(o).items()) if isinstance(vars(o), dict) else 0"]))
    return lines


MEMBERS = ["x = 'xNN'", "y = NN", "def go(self, *a): return ['goNN'] + (list(super().go(*a)) if hasattr(super(), 'go') else [])", "def __init__(self, *a): super().__init__(*a); self.z = NN", "def __init__(self, v=0): self.x = v; show('init NN')", "@property\ndef prop(self): return ('prop', NN)", "@property\ndef prop(self): return self.__dict__.get('p')\n@prop.setter\ndef prop(self, v): self.__dict__['p'] = v",
           "data = Data(NN)", "quiet = Quiet()", "@classmethod\ndef cls(cls): return cls.__name__", "@staticmethod\ndef st(*a): return a", "def __getattr__(self, n):\n    if n[:2] == '__' or n in 'zv': raise AttributeError(n)\n    return 'gotNN ' + n", "def __setattr__(self, n, v): object.__setattr__(self, n, [v])", "def __getattribute__(self, n):\n    if n == 'w': return 'through NN'\n    return super().__getattribute__(n)",
           "def __init_subclass__(cls, **k): show('subclass NN', cls.__name__); super().__init_subclass__(**k)", "def __new__(cls, *a): show('new NN'); return super().__new__(cls)", "__slots__ = ('w',)", "__slots__ = ('w', 'z', '__dict__')", "def __repr__(self): return 'rNN'", "def __eq__(self, o): return NN", "def __delattr__(self, n): show('del', n); super().__delattr__(n)", "go = lambda self: NN", "def go(self): return __class__.__name__, super().__repr__()[:2]", "'doc NN'", "class go:\n    def __init__(self, *a): pass", "def __class_getitem__(cls, i): return i", "x: int = NN", "z = [i for i in range(NN)]", "import math as y\ny = 1", "for y in range(3): pass"]


def pattern(r, depth=3):
    kind = r.random()
    if depth <= 0 or kind < 0.4:
        return r.choice(["_", "1", "-3", "2.5", "'s'", "None", "True", "b'ab'", "1j", "-1+2j", "int()", "str()", "K.one", "K.text", "NAME", "NAME", "NAME"])
    if kind < 0.6:
        parts = [pattern(r, depth - 1) for _ in range(r.randrange(4))]
        if r.random() < 0.4:
            parts.insert(r.randrange(len(parts) + 1), r.choice(["*_", "*NAME"]))
        return r.choice(["[%s]" % ", ".join(parts), "(%s)" % "".join(p + ", " for p in parts)])
    if kind < 0.75:
        parts = ["%s: %s" % (r.choice(["'k'", "'l'", "1", "K.text", "None"]), pattern(r, depth - 1)) for _ in range(r.randrange(3))]
        return "{%s}" % ", ".join(parts + (["**NAME"] if r.random() < 0.3 else []))
    if kind < 0.9:
        return r.choice(["P(%s, %s)" % (pattern(r, depth - 1), pattern(r, depth - 1)), "P(x=%s)" % pattern(r, depth - 1), "P(%s, y=%s)" % (pattern(r, depth - 1), pattern(r, depth - 1)), "P(1, 2, 3)", "int(NAME)", "str(NAME)", "dict()", "list([%s])" % pattern(r, 0), "tuple(NAME)", "float(NAME)", "bool(NAME)", "P(1, x=2)", "bytes(NAME)", "Q(NAME)"])
    if kind < 0.95:
        return "%s | %s" % (pattern(r, depth - 1).replace("NAME", "_x").replace("_x", "3"), pattern(r, depth - 1))
    return "(%s) as NAME" % pattern(r, depth - 1)


def patterns(r):
    lines = ["class K:", "    one = 1", "    text = 's'", "class P:", "    __match_args__ = ('x', 'y')", "    def __init__(self, x, y): self.x, self.y = x, y", "    def __repr__(self): return 'P'", "class Q(P):", "    __match_args__ = ['x']", "def f(subject):", "    match subject%s:" % r.choice(["", "", ", 1"])]
    for case in range(r.randrange(2, 6)):
        made = pattern(r)
        count = made.count("NAME")
        for n in range(count):
            made = made.replace("NAME", "n%d" % n, 1)
        guard = " if %s" % r.choice(["n0", "n0 == 1", "isinstance(n0, int)"]) if count and r.random() < 0.2 else ""
        lines += ["        case %s%s:" % (made, guard), "            return (%d, %s)" % (case, "".join("n%d, " % n for n in range(count)))]
    if r.random() < 0.5:
        lines += ["        case other: return other"]
    values = VALUES + ["P(1, 2)", "P('s', [1, 2])", "Q(1, 3)", "{'k': [1], 'l': P(1, 1)}", "[1, [2, 's'], {'k': 2.5}]", "(1, 2, 3)", "[[], {}, ()]", "-1+2j", "{'s': 1, 1: 2, None: 3}", "iter([1])", "bytearray(b'ab')", "[1, 2, 3, 4]", "-3", "'k'"]
    text = "\n".join(lines) + "\n" + "".join("show(attempt(f, %s))\n" % v for v in r.sample(values, 16))
    return ["run_text(%r)" % text]


def iteration(r):
    """Iterables that end early, fail late or are none, in every place that iterates."""
    lines = ["class It:", "    def __init__(self, n, end=StopIteration): self.i, self.n, self.end = 0, n, end", "    def __iter__(self): return self", "    def __next__(self):", "        self.i += 1", "        if self.i <= self.n: return %s" % r.choice(["self.i", "(self.i, self.n)", "str(self.i)", "[self.i, self.i]"]), "        raise self.end",
             "class Seq:", "    def __getitem__(self, i):", "        if i < 3: return i", "        raise %s" % r.choice(["IndexError", "StopIteration", "KeyError"]), "def gen(n):", "    for i in range(n): yield i, i * i", "    return 5"]
    sources = ["It(3)", "It(2, KeyError)", "It(0)", "Seq()", "gen(3)", "gen(2)", "iter(It(2).__next__, 2)", "5", "None", "{1: 2, 3: 4}", "'ab'", "range(4)", "It(2, StopIteration(7))", "zip(It(2), Seq())", "map(lambda v: 1 // v, [1, 0])", "(1 // v for v in (2, 0))", "[(1, 2), (3, 4)]"]
    uses = ["list(S)", "tuple(S)", "dict(S)", "sorted(S)", "sum(S)", "max(S)", "[*S]", "(lambda *a: a)(*S)", "[v for v in S]", "','.join(S)", "2 in S", "bytes(S)", "bytearray(S)", "list(zip(S, 'xyz'))", "list(enumerate(S, 1))", "[1, 2].__iadd__(S)", "list(map(str, S))", "list(filter(None, S))", "any(S)", "all(S)", "list(reversed(S))", "(lambda l: (l.extend(S), l))([0])", "(lambda l: (l.__setitem__(slice(1, 2), S), l))([0, 1, 2])", "min(S, default=1)",
            "dict.fromkeys(S)", "{**S}", "next(S)", "iter(S) and 1", "len(list(S))", "set(S) and 1", "frozenset(S) and 1", "(lambda d: (d.update(S), d))({})", "dict(zip(S, S))", "list(__import__('itertools').chain(S, S))", "list(__import__('itertools').islice(S, 2))", "list(__import__('itertools').accumulate(S))", "list(__import__('itertools').zip_longest(S, 'abcde'))", "__import__('functools').reduce(lambda a, b: (a, b), S)", "list(__import__('itertools').groupby(S, bool)) and 1", "__import__('heapq').nlargest(2, S)", "list(__import__('itertools').product(S, repeat=2))", "list(__import__('itertools').pairwise(S)) if 0 else 1", "list(__import__('itertools').compress(S, [1, 0, 1]))", "list(__import__('itertools').takewhile(bool, S))", "__import__('collections').deque(S, 2)", "__import__('collections').Counter(S) and 1", "str(list(S))", "print(*S)", "list(__import__('itertools').starmap(max, S))", "[a for a, b in S]", "[a for a, *b in S]"]
    for use in r.sample(uses, 12):
        lines.append("each(lambda: %s)" % use.replace("S", r.choice(sources)))
        lines.append("each(lambda: %s)" % use.replace("S", r.choice(sources)))
    lines += ["def f():", "    for v in %s:" % r.choice(sources), "        show(v)", "    a, *b = %s" % r.choice(sources), "    return a, b", "each(f)"]
    return lines


def decorators(r):
    lines = ["def deco(tag, keep=True):", "    show('make', tag)", "    def wrap(f):", "        show('wrap', tag, getattr(f, '__name__', '?'))", "        if not keep: return tag", "        %s" % r.choice(["", "@__import__('functools').wraps(f)"]) + "\n        def inner(*a, **k):", "            return (tag, f(*a, **k))", "        return inner", "    return wrap", "class Count:", "    def __init__(self, f): self.f, self.n = f, 0",
             "    def __call__(self, *a): self.n += 1; return self.n, self.f(*a)", "    def __get__(self, o, kind): return (lambda *a: self(o, *a)) if o is not None else self"]
    chosen = lambda: "@" + r.choice(["deco('d%d')" % r.randrange(9), "deco('d', keep=%s)" % (r.random() < 0.8), "Count", "(lambda f: f)", "[deco][0]('s')", "nothing", "staticmethod", "classmethod", "property", "Count", "deco(tag='k')", "__import__('functools').lru_cache(None)"])
    for n in range(3):
        lines += ["try:"] + ["    " + chosen() for _ in range(r.randrange(1, 4))] + ["    def f%d(%s): return ('f', %d)" % (n, r.choice(["", "a", "*a", "a=1"]), n), "    each(lambda: f%d(), lambda: f%d(1), lambda: f%d.__name__, lambda: f%d(2))" % (n, n, n, n), "except Exception as e: report(e)"]
    lines += ["try:", "    class K:"] + ["        %s\n        def m%d(%s): return (m, %d)" % (chosen(), n, r.choice(["self", "self, b=2", "*m"]), n) for n in range(3)]
    lines += ["    k = K()", "    m = 3"] + ["    each(lambda: k.m%d(), lambda: K.m%d(k), lambda: k.m%d and 0, lambda: k.m%d(1))" % (n, n, n, n) for n in range(3)] + ["except Exception as e: report(e)"]
    return lines


SUBJECTS = [(3, signatures), (3, operators), (3, classes), (2, patterns), (2, iteration), (1, decorators)]
