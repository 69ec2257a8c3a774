"""Programs about values: numbers at the edges of words, texts, slices, formats, containers, sorting, patterns of text, the library.
Every function here takes the source of chance and returns lines of a program."""
import re

EDGES = [2**k + d for k in (7, 8, 15, 16, 29, 30, 31, 32, 52, 53, 59, 60, 61, 62, 63, 64, 65, 127, 128, 200) for d in (-1, 0, 1)]
FLOATS = ["0.0", "-0.0", "1.0", "0.1", "2.5", "-1.5", "1e16", "1e22", "1e23", "123456789.123", "5e-324", "2.2250738585072014e-308", "1.7976931348623157e308", "float('inf')", "-float('inf')", "float('nan')", "0.5", "1e-5", "9007199254740993.0", "4.35", "1e100", "3.141592653589793"]


def integer(r):
    kind = r.random()
    n = r.choice(EDGES) if kind < 0.4 else r.randrange(100) if kind < 0.6 else r.getrandbits(r.choice([16, 31, 62, 64, 100, 300, 700])) if kind < 0.95 else 10 ** r.randrange(40)
    return "-%d" % n if r.random() < 0.4 else "%d" % n


def real(r):
    return r.choice(FLOATS) if r.random() < 0.6 else repr(r.uniform(-1, 1) * 10.0 ** r.randrange(-30, 30)) if r.random() < 0.7 else repr(r.randrange(-1000, 1000) / 8)


def numbers(r):
    lines = []
    binary = ["+", "-", "*", "//", "%", "&", "|", "^", "<", "<=", "==", "!=", ">", ">=", "/"]
    for _ in range(30):
        a, b = integer(r), integer(r)
        small = str(r.randrange(0, 70))
        lines.append("each(lambda: %s)" % r.choice(["%s %s %s" % (a, r.choice(binary), b)] * 6 + ["(%s) >> %s" % (a, small), "(%s) << %s" % (a, small), "(%s) ** %s" % (a, r.choice("01237")), "pow(%s, %s, %s)" % (a, r.randrange(99), b), "pow(%s, -1, %s)" % (a, b), "divmod(%s, %s)" % (a, b), "str(%s)" % a, "int('%s', %d)" % (r.choice([a, "z" + small, "1_0", " 12 ", "0b1", "+7", "-0x1f", "", "_1", "1__2"]), r.choice([0, 2, 8, 10, 16, 36])), "hex(%s)" % a, "bin(%s)" % a, "oct(%s)" % a, "float(%s)" % a, "(%s).bit_length()" % a,
                                                      "hash(%s)" % a, "-(%s)" % a, "~(%s)" % a, "abs(%s)" % a, "round(%s, %d)" % (a, -r.randrange(20)), "(%s).to_bytes(%d, '%s', signed=%s)" % (a, r.randrange(1, 40), r.choice(["big", "little"]), r.random() < 0.5), "int.from_bytes(bytes(%s), '%s', signed=%s)" % ([r.randrange(256) for _ in range(r.randrange(12))], r.choice(["big", "little"]), r.random() < 0.5),
                                                      "math.isqrt(%s)" % a.lstrip("-"), "math.gcd(%s, %s)" % (a, b), "(%s) %s %s" % (a, r.choice(["<", "==", ">", "+", "*", "/", "//", "-", "%", "**"]), real(r)), "%s %s (%s)" % (real(r), r.choice(["<", "==", "<=", "+", "-", "*", "/"]), a), "'%%d %%x %%o' %% (%s, %s, %s)" % (a, b, a), "f'{%s:,} {%s:_x}'" % (a, b), "(%s).bit_count() if 0 else (%s).conjugate()" % (a, a), "math.log2(abs(%s) or 1)" % a, "(%s) * 1j" % small, "(%s) in [%s]" % (a, b), "[0, 1][%s]" % a, "'x' * (%s if abs(%s) < 50 else 3)" % (a, a), "range(%s, %s, %s or 1)[%s]" % (a, b, small, small), "len(range(%s, %s, %s or 1)) < 9" % (a, b, b), "(%s) in range(%s, %s, %s or 1)" % (a, b, a, small), "math.comb(%s, %s)" % (small, r.randrange(9)), "math.factorial(%s)" % small]))
    lines += ["def f(n, m):", "    for i in range(6):", "        n %s m" % r.choice(["+=", "-=", "*=", "//=", "%=", "^=", "|=", "&="]), "        n %s %s" % (r.choice(["+=", "-=", "*=", "^="]), r.choice(["3", "i", "m", "1", "127", "-128", "40000"])), "        show(n, n < m, n == i, -n, n & 255)", "each(lambda: f(%s, %s))" % (integer(r), integer(r))]
    return ["import math"] + lines


def reals(r):
    lines = ["import math"]
    for _ in range(30):
        x, y = real(r), real(r)
        lines.append("each(lambda: %s)" % r.choice(["%s %s %s" % (x, r.choice(["+", "-", "*", "/", "//", "%", "<", "==", ">="]), y)] * 5 + ["round(%s, %d)" % (x, r.randrange(-5, 20)), "round(%s)" % x, "repr(%s)" % x, "int(%s)" % x, "hash(%s) if %s == %s else 0" % (x, x, x), "(%s).hex()" % x, "(%s).as_integer_ratio()" % x, "(%s).is_integer()" % x, "divmod(%s, %s)" % (x, y), "'%%%s%s' %% %s" % (r.choice(["", ".0", ".3", "12.2", "+", "-9", "#.0", "010.1", ".17", ".30"]), r.choice("eEfFgGrs"), x), "f'{%s:%s}'" % (x.replace("'", '"'), format_spec(r)), "math.floor(%s)" % x, "math.ceil(%s)" % x, "math.trunc(%s)" % x,
                                                     "math.modf(%s)" % x, "math.frexp(%s)" % x, "math.fmod(%s, %s)" % (x, y), "math.sqrt(%s)" % x, "math.copysign(%s, %s)" % (x, y), "math.isclose(%s, %s)" % (x, y), "math.isfinite(%s)" % x, "math.ldexp(%s, %d)" % (x, r.randrange(-60, 60)), "complex(%s, %s)" % (x, y), "(%s+%sj) * 2" % (x.lstrip("-"), r.choice(["1", "0.5", "1e300"])), "float('%s')" % r.choice(["1e5", " 1.5 ", "nan", "-inf", "1_0.5", "1e", ".", ".5", "5.", "1e400", "1e-400", "0x1", "infinity", "1e+5", "١"]), "float.fromhex('0x1.8p%d')" % r.randrange(-5, 5) if 0 else "sum([%s, %s, %s])" % (x, y, x), "max(%s, %s)" % (x, y), "sorted([%s, %s, 1, 0.5])" % (x, y), "str(%s) == repr(%s)" % (x, x), "-(%s)" % x, "abs(%s)" % x, "bool(%s)" % x, "%s in (%s, %s)" % (x, y, x), "%s // 1" % x, "%s ** %s" % (x, r.choice(["2", "-1", "0.5", "0", "3"]))]))
    return lines


def format_spec(r):
    if r.random() < 0.1:
        return "".join(r.choice("<>^=+- #0,_.15sdxfg%!z") for _ in range(r.randrange(1, 5)))
    return r.choice(["", "", "*<", "0>", "^", "=", "<", ">", "é^"]) + r.choice(["", "", "+", " ", "-"]) + r.choice(["", "", "#"]) + r.choice(["", "", "0"]) + r.choice(["", "", "1", "8", "15", "30"]) + r.choice(["", "", "", ",", "_"]) + r.choice(["", "", ".0", ".1", ".3", ".12", ".25"]) + r.choice("sdxXobnceEfFgG%" + " " * 3).strip()


def formats(r):
    lines = []
    for _ in range(30):
        v = r.choice([integer(r), real(r), "'text'", "'é世'", "True", "2.5+1j", "-1j", "None", "b'x'", "'a'", "[1]", str(r.randrange(-999, 99999)), real(r), integer(r)])
        spec = format_spec(r)
        lines.append("each(lambda: %s)" % r.choice(["format(%s, %r)" % (v, spec), "f'{%s!r:%s}'" % (v.replace("'", '"'), r.choice(["", ">9", ".2"])) if "\\" not in v else "1", "'{:%s}'.format(%s)" % (spec.replace("{", ""), v), "'{0:{1}}'.format(%s, %r)" % (v, spec), "'%%%s%s%s' %% (%s,)" % (r.choice(["", "-", "+", " ", "0", "#", "-0", "+0"]), r.choice(["", "3", "12", ".2", "8.3", ".0", "*"]), r.choice("diouxXeEfFgGcrsa%"), v), "'%%(a)%s' %% {'a': %s}" % (r.choice(["s", "r", "5d", ".1f"]), v),
                                                    "'{a.real} {b[0]} {b[k]!r:>5}'.format(a=%s, b={0: 1, 'k': 2})" % v, "'{} {0}'.format(%s)" % v, "'{1} {0!s:_^9}'.format(%s, 2)" % v, r.choice(["'{'.format()", "'}'.format()", "'{{}}{}'.format(1)", "'{!x}'.format(1)", "'{:'.format(1)", "'{a[}'.format(a=1)", "'{0[1][2]}'.format([0, 'abc'])", "'{.x}'.format(1)", "'{!r'.format(1)", "'{:{}{}}'.format('s', '>', 5)", "'{:{:{}}}'.format(1, 2, 3)", "'%'  % ()", "'%(a' % {}", "'%y' % 1", "'%s' % ()", "'%s %s' % (1,)", "'%*d' % (5, 3)", "'%.*f' % (2, 1.5)", "'%d' % 'x'", "'%c' % 300", "'%c' % 'ab'", "'%i' % 2.9", "'%x' % 2.5", "'%s' % {'a': 1}", "'no' % {'a': 1}", "'no' % 1"]),
                                                    "b'%%%s' %% (%s,)" % (r.choice(["d", "s", "r", "5x", "a", "c", ".2f", "b"]), v), "str(%s)" % v, "ascii(%s)" % v, "f'{%s=}'" % r.choice(["1 + 1", "len([3])", "2.5"]), "f'{1 if %s else 2!s:>{4 + 1}}'" % (v if "'" not in v else "0"), "'%%s' %% %s" % v]))
    return lines


SMALL = ["''", "'a'", "'b'", "'ab'", "'aa'", "'aba'", "'abcabc'", "' a b '", "'A'", "'aB c'", "'é'", "'ßx'", "'世a'", "'a\\nb\\r\\nc'", "'12'", "'²'", "'\\t'", "'a,b,,c'", "'xxaxx'", "'İ'", "'ǆ'", "'ﬁ'", "'\\x00a'", "'Σς'", "'a_1'", "'1a'"]


def texts(r):
    lines = []
    plain = ["upper", "lower", "title", "swapcase", "capitalize", "casefold", "strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "isalpha", "isdigit", "isalnum", "isspace", "isupper", "islower", "istitle", "isidentifier", "isdecimal", "isnumeric", "isprintable", "isascii", "expandtabs", "encode"]
    def text():
        return r.choice(SMALL) if r.random() < 0.7 else "'%s'" % "".join(r.choice("aab ,B") for _ in range(r.randrange(12)))
    def place():
        return r.choice(["None", "0", "1", "2", "-1", "-2", "9", "-9"])
    for _ in range(35):
        t, one, two = text(), text(), text()
        call = r.choice(["%s.%s()" % (t, r.choice(plain))] * 5 + ["%s.%s(%s)" % (t, r.choice(["find", "rfind", "index", "rindex", "count", "startswith", "endswith"]), r.choice([one, "%s, %s" % (one, place()), "%s, %s, %s" % (one, place(), place())]))] * 5 + ["%s.%s(%s)" % (t, r.choice(["strip", "lstrip", "rstrip", "partition", "rpartition", "split", "rsplit", "removeprefix", "removesuffix", "join"]), one)] * 4 + ["%s.%s(%s, %d)" % (t, r.choice(["split", "rsplit"]), one, r.randrange(-1, 4)), "%s.split(None, %d)" % (t, r.randrange(3)), "%s.rsplit(None, %d)" % (t, r.randrange(3)),
                         "%s.replace(%s, %s%s)" % (t, one, two, r.choice(["", ", 1", ", 0", ", -1"])), "%s.%s(%d, %s)" % (t, r.choice(["center", "ljust", "rjust"]), r.randrange(9), r.choice(["'*'", "'世'", one])), "%s.zfill(%d)" % (r.choice([t, "'-5'", "'+'"]), r.randrange(9)), "%s.splitlines(True)" % t, "%s.expandtabs(%d)" % (r.choice([t, "'a\\tbc\\td\\n\\te'"]), r.randrange(9)), "%s.startswith((%s, %s), 1)" % (t, one, two), "%s < %s, %s == %s" % (t, one, t, two), "%s in %s" % (one, t), "%s %s %s" % (t, r.choice(["+", "<", ">=", "!="]), one), "%s * %d" % (t, r.randrange(-1, 4)), "sorted(%s)" % t, "%s[%s:%s:%s]" % (t, place(), place(), r.choice(["None", "1", "2", "-1", "-2"])), "%s[%s]" % (t, place()), "list(%s)" % t, "repr(%s), ascii(%s)" % (t, t),
                         "%s.translate(str.maketrans(%s, %s))" % (t, one, one), "%s.translate(str.maketrans({'a': %s, 'b': None, 99: 'C'}))" % (t, two), "%s.encode('%s', '%s')" % (t, r.choice(["utf-8", "ascii", "latin-1"]), r.choice(["strict", "ignore", "replace", "backslashreplace"])), "len(%s), max(%s, default=0)" % (t, t), "hash(%s) == hash(%s)" % (t, one), "%s.join([%s, %s])" % (t, one, two), "'%%5s|%%-5s|%%.2s' %% (%s, %s, %s)" % (t, one, two), "eval(repr(%s)) == %s" % (t, t)])
        if r.random() < 0.3 and "encode" not in call and "é" not in call:
            call = bytes_of(call)
        lines.append("each(lambda: (%s))" % call)
    return lines


def bytes_of(call):
    """The same of bytes; what bytes do not have is an error in both."""
    return re.sub(r"(?<![\w'\\])'((?:[^'\\]|\\.)*)'", lambda m: ("b'%s'" % m[1]) if m[1].isascii() else m[0], call)


def slices(r):
    lines = []
    bound = lambda: r.choice(["", "", "0", "1", "2", "3", "5", "-1", "-2", "-5", "-6", "99", "-99", "2**70", "-2**70", "None", "True"])
    step = lambda: r.choice(["", "", "", ":", ":1", ":2", ":-1", ":-2", ":3", ":-3", ":99", ":-2**65"])
    made = ["[0, 1, 2, 3, 4]", "bytearray(b'abcde')", "__import__('array').array('h', [1, 2, 3, 4, 5])"]
    for _ in range(20):
        where = bound() + ":" + bound() + step()
        lines.append("each(lambda: %s[%s])" % (r.choice(made + ["'abcde'", "'é世😀xy'", "(0, 1, 2, 3, 4)", "b'abcde'", "range(5)", "range(10, -10, -3)", "memoryview(b'abcde')", "range(0)"]), where) if r.random() < 0.4 else "each(lambda: slice(%s, %s, %s).indices(%d))" % (bound() or "None", bound() or "None", step().strip(":") or "None", r.randrange(7)) if r.random() < 0.1 else "for o in [%s]:\n    each(lambda: o.__%s)\n    show(o)" % (r.choice(made), r.choice(["setitem__(slice(%s), %s)", "delitem__(slice(%s))"]).replace("%s", ", ".join((p or "None") for p in (where.split(":") + ["None"])[:3]), 1).replace("%s", r.choice(["[7]", "[]", "[7, 8]", "[7, 8, 9]", "b'xy'", "b''", "range(5)", "5", "'ab'", "o", "(i for i in [1, 2])", "None", "b'abcde'"]))))
    return [line for lot in lines for line in lot.split("\n")]


def containers(r):
    """A row of changes to one dict, set, list or deque, each shown; keys that are equal but not the same."""
    key = lambda: r.choice(["1", "1.0", "True", "0", "'a'", "'b'", "(1,)", "None", "2", "3", "Box(1)", "Box(2)", "2**64", "float(2**64)", "[]", "frozenset([1])", "-1", "-2", "''", "b'a'"])
    kind = r.choice(["dict", "dict", "set", "list", "deque", "bytearray"])
    lines = ["from collections import deque, OrderedDict, defaultdict, Counter", "o = %s" % {"dict": r.choice(["{}", "{1: 'x', 'a': 2}", "OrderedDict(a=1, b=2)", "defaultdict(list)", "Counter('abca')"]), "set": r.choice(["set()", "{1, 'a', 2}"]), "list": "[3, 1, 2, 1]", "deque": r.choice(["deque([1, 2, 3])", "deque('ab', 3)", "deque([], 0)"]), "bytearray": "bytearray(b'hello')"}[kind]]
    ops = {"dict": ["o[K] = V", "o.pop(K)", "o.pop(K, V)", "del o[K]", "o.get(K, V)", "o.setdefault(K, V)", "o.update({K: V})", "o.update([(K, V)])", "o |= {K: V}", "o.popitem()", "K in o", "list(o)", "list(o.items())", "list(o.values())", "list(reversed(o))", "o.keys() & {K, 1}", "o.keys() | [K]", "o.items() - {(K, V)}", "o.keys() ^ {1}", "o == {K: V}", "o.copy()", "dict(o, k=V)", "len(o)", "o[K]", "o[K] += 1", "sorted(map(repr, o))", "[o.pop(k) for k in list(o)[:2]]", "[o.__setitem__((k, 1), 1) for k in o]", "o.clear()", "min(o)", "o.keys() <= {K, V}", "o.items() == o.items()", "(K, V) in o.items()", "o | {K: V}", "{**o}", "o.fromkeys('ab', V)", "repr(o.keys())", "next(iter(o))", "o.move_to_end(K)", "o.most_common(2)", "o - Counter('a')", "o.elements() and 1", "o.keys().isdisjoint([K])", "o.update(a=V, b=1)"],
           "set": ["o.add(K)", "o.discard(K)", "o.remove(K)", "o | {K}", "o & {K, 1}", "o - {K}", "o ^ {K, V}", "o |= {K}", "o -= {K}", "o ^= {K}", "o &= {K, 1, 'a', 2}", "o.update([K], (V,))", "o.union([K])", "o.intersection([K, 1])", "o.difference([K])", "o.symmetric_difference([K, V])", "K in o", "o <= {K, 1}", "o < o", "o.issubset([K])", "o.issuperset([K])", "o.isdisjoint([K])", "o == {K}", "o.copy()", "frozenset(o) == o", "len(o)", "o + {K}", "o | [K]", "o.intersection_update([K, 1])", "o.difference_update([K])", "o.symmetric_difference_update([K])", "o.clear()", "{1} <= o", "o.pop() and 0 if len(o) == 1 else 0", "hash(frozenset(o)) == hash(frozenset(list(o)))", "{frozenset(o): 1}[frozenset(o)]"],
           "list": ["o.append(V)", "o.extend([V, V])", "o.insert(I, V)", "o.pop()", "o.pop(I)", "o.remove(V)", "o.index(V)", "o.index(V, I)", "o.count(V)", "o.sort()", "o.sort(reverse=True)", "o.sort(key=str)", "o.reverse()", "o[I] = V", "del o[I]", "o += [V]", "o *= 2", "o + [V]", "o < [V]", "o == o[:]", "V in o", "o.copy()", "o[I:] = [V]", "del o[I:]", "o * 2 if len(o) < 9 else 0", "sorted(o, key=lambda v: o.append(V) or 0) if len(o) < 9 else 0", "o.sort(key=lambda v: o.append(1) or 0) if len(o) < 9 else 0", "[o.pop() for _ in o]", "max(o)", "sum(o)", "o.clear()", "o.append(o) if 0 else 1", "o.index(V, -2, 9)", "[v for v in reversed(o)]", "list(map(o.pop, o))", "o.extend(o) if len(o) < 9 else 0"],
           "deque": ["o.append(V)", "o.appendleft(V)", "o.pop()", "o.popleft()", "o.extend([V, 1])", "o.extendleft([V, 1])", "o.rotate(I)", "o.remove(V)", "o.index(V)", "o.count(V)", "o[I]", "o[I] = V", "del o[I]", "o.insert(I, V)", "o.reverse()", "o.copy()", "o == deque([V])", "o + deque([V])", "o * 2 if len(o) < 9 else 0", "o += [V]", "V in o", "o.maxlen", "list(reversed(o))", "[o.append(1) for _ in o]", "o < deque([V])", "o.clear()", "len(o)", "bool(o)", "o[1:2]", "iter(o) and 1"],
           "bytearray": ["o.append(B)", "o.extend([B])", "o.insert(I, B)", "o.pop()", "o.pop(I)", "o.remove(B)", "o[I] = B", "del o[I]", "o += b'ab'", "o *= 2", "o[I:I] = b'xy'", "o.reverse()", "o.find(b'l')", "B in o", "o + b'z'", "b'z' + o", "o == b'hello'", "o.upper()", "o.split(b'l')", "o.replace(b'l', b'LL')", "o.hex()", "memoryview(o)[I]", "o[I:]", "o.decode()", "o.clear()", "o.copy()", "o.count(b'l')", "o.startswith(b'h')", "o.join([b'1', o])", "hash(o)", "o.translate(bytes(range(256)))", "o < b'i'", "bytes(o)", "o.extend('x')", "o.append(256)", "o.index(B)"]}[kind]
    for _ in range(r.randrange(12, 30)):
        part = {"K": key, "V": lambda: r.choice(["1", "2", "3", "'a'", "None", "2.5", "0", "[1]"]), "I": lambda: str(r.randrange(-6, 7)), "B": lambda: str(r.choice([0, 65, 108, 255, 256, -1, "'x'"]))}
        op = re.sub(r"\b[KVIB]\b", lambda found: part[found[0]](), r.choice(ops))
        if "OrderedDict(" in lines[1] and "__setitem__" in op:
            continue  # its iterators count other changes than a dict's do
        statement = " = " in op or op[:4] == "del " or any(sign in op for sign in (" += ", " |= ", " -= ", " ^= ", " &= ", " *= "))
        lines += ["try: %s" % op, "except Exception as e: report(e)"] if statement else ["each(lambda: %s)" % op]
        lines += ["show(o)"] if kind != "deque" else ["show(list(o), o)"]
        if kind in ("list", "bytearray"):
            lines.append("del o[40:]")
    return lines


def sorting(r):
    lines = ["class Cmp:", "    count = 0", "    def __init__(self, v): self.v = v", "    def __lt__(self, o):", "        Cmp.count += 1", "        if Cmp.count == %d: raise KeyError('stop')" % r.choice([0, 3, 9, 40]), "        return self.v < o.v", "    def __repr__(self): return 'c%r' % self.v"]
    for _ in range(6):
        n = r.choice([0, 1, 2, 5, 17, 40, 70])
        values = r.choice([[r.randrange(10) for _ in range(n)], [r.randrange(1000) for _ in range(n)], sorted(r.randrange(100) for _ in range(n)), sorted((r.randrange(100) for _ in range(n)), reverse=True), [r.choice([1, 2.5, True, -3, 2**70]) for _ in range(n)], ["".join(r.choice("abé") for _ in range(r.randrange(4))) for _ in range(n)], [(r.randrange(3), r.randrange(3)) for _ in range(n)], [r.choice([1, "a"]) for _ in range(n)], list(range(n // 2)) + list(range(n // 3)) + [r.randrange(n + 1)]])
        lines += ["v = %r" % (values,), "each(lambda: %s)" % r.choice(["sorted(v)", "sorted(v, reverse=True)", "sorted(v, key=lambda x: str(x))", "sorted(v, key=lambda x: 0)", "sorted(range(len(v)), key=v.__getitem__)", "sorted(range(len(v)), key=v.__getitem__, reverse=True)", "sorted(map(Cmp, v))", "sorted(map(Cmp, v), reverse=True)", "(v.sort(), v)", "(v.sort(key=repr, reverse=True), v)", "sorted(v, key=__import__('functools').cmp_to_key(lambda a, b: (a > b) - (a < b)))", "min(v), max(v)", "max(v, key=str)", "sorted(enumerate(v), key=lambda p: p[1])", "sorted(v, key=len)", "sorted(v, key=lambda x: (x, 1)[0])", "__import__('heapq').nsmallest(4, v)", "sorted(v, key=lambda x: -x)", "sorted(v, 1)", "sorted(v, key=5)", "sorted(v, kex=5)", "[__import__('bisect').bisect(sorted(v), x) for x in v[:5]]"])]
    return lines + ["show(Cmp.count)"] if r.random() < 0.2 and 0 else lines


def regex(r, depth=3):
    kind = r.random()
    if depth <= 0 or kind < 0.35:
        return r.choice(["a", "b", "ab", ".", "\\d", "\\w", "\\s", "[ab]", "[^a]", "[a-c1]", "\\b", "^", "$", "1", "\\.", "é", "\\W", "\\D", "[\\w-]", "\\A", "\\Z", "\\B", "x"])
    if kind < 0.6:
        return regex(r, depth - 1) + regex(r, depth - 1)
    if kind < 0.75:
        part = regex(r, 0)
        return (part if part not in ("^", "$", "\\b", "\\A", "\\Z", "\\B") else "a") + r.choice(["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{,2}", "{1,}?"])
    if kind < 0.9:
        return r.choice(["(%s)", "(?:%s)", "(%s)?", "(?:%s)*", "(?P<n>%s)", "(?=%s)", "(?!%s)", "(%s)+", "(?<=%s)", "(?i:%s)"]) % regex(r, depth - 1)
    return "%s|%s" % (regex(r, depth - 1), regex(r, depth - 1))


def patterns_of_text(r):
    lines = ["import re", "def tell(m): return m and (m.group(), m.span(), m.groups(), m.groupdict(), m.lastindex)"]
    for _ in range(14):
        made = regex(r)
        if made.count("(?P<n>") > 1:
            made = made.replace("(?P<n>", "(", made.count("(?P<n>") - 1)
        if r.random() < 0.1:
            made += r.choice(["\\1", "(?P=n)", "(", "[", "*", ")", "{", "\\", "(?", "[b-a]", "a{2,1}", "(?P<n>a", "(?z)", "**"])
        subject = "".join(r.choice("aabbc1 .éAx\n_") for _ in range(r.randrange(14)))
        flags = r.choice(["", "", "", ", re.I", ", re.M", ", re.S", ", re.I | re.S"])
        call = r.choice(["tell(re.search(P, S%s))" % flags, "tell(re.match(P, S%s))" % flags, "tell(re.fullmatch(P, S%s))" % flags, "re.findall(P, S%s)" % flags, "[tell(m) for m in re.finditer(P, S%s)]" % flags, "re.split(P, S%s)" % r.choice(["", ", 1"]), "re.sub(P, '<\\\\g<0>>', S)", "re.subn(P, lambda m: m.group().upper(), S, %d)" % r.randrange(3), "re.sub(P, r'[\\1]', S)", "re.compile(P).groups", "re.compile(P%s).search(S, 2) and 1" % flags, "tell(re.compile(P).match(S, 1, 5))"])
        raw = "r" + repr(made).replace("\\\\", "\\") if "'" not in made and not made.endswith("\\") else repr(made)
        call = re.sub(r"\bP\b(?![<=])|(?<!re\.)\bS\b", lambda part: raw if part[0] == "P" else repr(subject), call)
        lines.append("each(lambda: %s)" % call)
    return lines


def library(r):
    numbers_ = lambda: str([r.randrange(-9, 99) for _ in range(r.randrange(6))])
    letters = lambda: repr("".join(r.choice("abcAB ") for _ in range(r.randrange(8))))
    data = lambda d=3: r.choice(["1", "-2.5", "'a\"é\\n'", "None", "True", "''", "2**70", "1e100", "[]", "{}"]) if d <= 0 or r.random() < 0.4 else r.choice(["[%s]" % ", ".join(data(d - 1) for _ in range(r.randrange(4))), "{%s}" % ", ".join("%r: %s" % (k, data(d - 1)) for k in r.sample(["a", "b", 1, None, 2.5, "é"], r.randrange(4))), "(%s,)" % data(d - 1)])
    code = lambda: r.choice(["", "<", ">", "=", "!", "@"]) + "".join(r.choice(["", "2", "3", "0"]) + r.choice("bBhHiIlLqQfd?xsp") for _ in range(r.randrange(1, 4)))
    calls = ["json.dumps(D)", "json.loads(json.dumps(D))", "json.dumps(D, indent=2)", "json.dumps(D, separators=(',', ':'))", "json.dumps(D, sort_keys=True)", "json.loads(%r)" % r.choice(["[1, 2", "{\"a\": 1}", "nul", "[1,]", "\"\\u00e9\\n\"", "1e5", "-0", "{1: 2}", " [ ] ", "NaN", "\"\\ud83d\\ude00\"", "01", "\"a\nb\"", "[1] x", "", "tru", "1.", "-"]), "struct.pack(C, *[1, 2, 3, 4, 5, 6][:%d])" % r.randrange(7), "struct.calcsize(C)", "struct.unpack(C, bytes(range(%d)))" % r.randrange(20), "struct.pack('<%s', %s)" % (r.choice("bBhHiIqQ"), integer(r)), "struct.unpack('>%s', struct.pack('>%s', %s))" % ((r.choice("fd"),) * 2 + (real(r),)), "list(struct.iter_unpack('<h', bytes(range(6))))", "struct.unpack_from('<H', b'abcdef', %d)" % r.randrange(-3, 7),
             "list(itertools.permutations(N[:4], 2))", "list(itertools.combinations(N, %d))" % r.randrange(4), "list(itertools.combinations_with_replacement(N[:4], 2))", "list(itertools.product(N[:3], L))[:20]", "list(itertools.accumulate(N, lambda a, b: a * 2 - b))", "list(itertools.chain(N, L))", "list(itertools.chain.from_iterable([N, L]))", "list(itertools.islice(itertools.count(%d, %d), 1, 9, 3))" % (r.randrange(9), r.randrange(-3, 4)), "list(itertools.islice(itertools.cycle(L), 7))", "[(k, list(g)) for k, g in itertools.groupby(N, lambda v: v % 2)]", "list(itertools.zip_longest(N, L, fillvalue='-'))", "list(itertools.dropwhile(lambda v: v > 3, N))", "list(itertools.filterfalse(None, N))", "list(itertools.repeat(L, 2))", "list(itertools.starmap(pow, [(2, 3), (3, 2)]))", "[list(t) for t in itertools.tee(N, 2)]", "list(itertools.islice(N, %s))" % r.choice(["0", "1, None", "-1", "2, 1", "0, 5, 2", "None"]), "list(itertools.accumulate(N, initial=5))",
             "functools.reduce(lambda a, b: a * 3 + b, N)", "functools.reduce(max, N, 0)", "functools.partial(max, 5)(*N)", "functools.partial(dict, a=1)(b=2, a=3)", "[functools.lru_cache(2)(lambda v: v + 1)(v) for v in N]", "functools.partial(int, base=2)('101')", "operator.itemgetter(0, -1)(N)", "operator.attrgetter('real')(5)", "operator.methodcaller('upper')(L)", "operator.mul(N, 2)", "bisect.bisect_left(sorted(N), 5)", "bisect.bisect_right(sorted(N), 5, 0, 2)", "(lambda v: (bisect.insort(v, 7), v))(sorted(N))", "(lambda h: (heapq.heapify(h), [heapq.heappop(h) for _ in list(h)]))(N)", "heapq.nsmallest(3, N)", "heapq.nlargest(2, N, key=lambda v: -v)", "list(heapq.merge(sorted(N), sorted(N)))", "heapq.heappushpop(sorted(N), 4)", "collections.Counter(L).most_common(2)", "collections.namedtuple('T', 'a b', defaults=[1])(%s)" % r.choice(["1", "1, 2", "", "b=2, a=1", "1, 2, 3"]), "collections.namedtuple('T', %s)._fields" % r.choice(["'a,b'", "['x']", "'a a'", "'1'", "'_p'", "''"]), "collections.OrderedDict(zip(L, N))", "collections.ChainMap({1: 2}, {3: 4}) and 1", "string.ascii_lowercase[:3] + string.digits" if 0 else "textwrap.wrap(L * 4, 9)", "textwrap.dedent('  a\\n   b\\n')", "textwrap.fill(L * 3, 7)", "textwrap.indent(L, '> ')",
             "copy_(N)", "base64_(L)", "math.prod(N)", "math.dist([1, 2], [3, 5])", "math.hypot(3, 4)", "math.fsum([0.1] * 10)", "math.gcd(*N)", "math.lcm(*N)", "math.perm(7, 3)", "statistics_(N)", "io.StringIO(L).read(3)", "io.BytesIO(b'abc\\nd').readlines()", "re.escape(L)", "array.array('b', [1, -2]).tobytes()", "array.array('H', b'abcd')", "array.array('f', N).tolist()", "array.array('i', N)[::-1]"]
    lines = ["import json, struct, itertools, functools, operator, bisect, heapq, collections, textwrap, math, io, re, array", "copy_ = list", "base64_ = repr", "statistics_ = sum"]
    for _ in range(22):
        lines.append("each(lambda: %s)" % re.sub(r"\b([DNLC])\b", lambda part: {"D": data, "N": numbers_, "L": letters, "C": lambda: repr(code())}[part[1]](), r.choice(calls)))
    return lines


TOKENS = ["(", ")", "[", "]", "{", "}", ":", ",", "=", "==", "+", "-", "*", "**", ":=", ".", "if", "else", "for", "in", "is", "not", "lambda", "yield", "await", "def", "class", "return", "x", "1", "'s'", "f'{x}'", "None", "try", "import", "from", "as", "\n", "    ", ";", "@", "->", "...", "global x", "nonlocal x", "del", "pass", "while", "with", "async", "break", "~", "!", "0x", "1e", "'", "\\", "match", "case", "_", "/", "//", "and", "raise", "assert", "except", "finally", "True", "print(x)", "a, b", "*a", "x.y", "x[1]"]
GOOD = ["def f(a, b=1, *c, d, **e):\n    return a + b\n", "x = [i for i in range(3) if i]\n", "try:\n    x = 1\nexcept (A, B) as e:\n    pass\nfinally:\n    y = 2\n", "class A(B, metaclass=C):\n    x: int = 1\n    def f(self): return super().f()\n", "with a as b, c:\n    pass\n", "for x, *y in z:\n    break\nelse:\n    continue_ = 1\n", "async def f():\n    async for x in y: await x\n", "match x:\n    case [1, *y] if z: pass\n    case {'a': b, **c}: pass\n    case A(x=1) | None: pass\n", "lambda x, *y, z=1: (yield x)\n", "a = b = c, *d = 1, 2\n", "x = f(*a, **b, c=1)(d)[1:2, ::3].e\n", "from a.b import (c as d, e)\nimport f.g as h\n", "if a < b <= c and not d or e in f is not g: pass\nelif x: pass\nelse: pass\n", "x = {**a, 1: 2, **b}\ny = {*a, 1}\n", "assert x, y\ndel x, y[0], z.a\nraise x from y\n", "@a.b(c)\ndef f(x, /, y, *, z) -> int: global q; q = 1\n", "x = f'{a!r:>{b}} {c=}' 'd' rb''\n", "while (x := f()) != 1: x += 1; y @= 2\n", "def f():\n    nonlocal_ = 1\n    def g():\n        nonlocal nonlocal_\n        yield from g()\n    return g\n", "print(1 if a else 2, *b, sep='')\n", "x = 1_000 + 0xff + 1.5e3 + 2j + .5\n"]


def syntax(r):
    """Programs with a token too many or too few. Only whether they are programs is compared, not the words about it."""
    lines = []
    for _ in range(12):
        parts = re.findall(r"\s+|\w+|\W", r.choice(GOOD))
        for _ in range(r.choice([1, 1, 2, 3])):
            at = r.randrange(len(parts) + 1)
            how = r.random()
            if how < 0.4:
                parts.insert(at, r.choice(["", " "]) + r.choice(TOKENS) + " ")
            elif how < 0.7:
                del parts[at : at + 1]
            elif parts:
                other = r.randrange(len(parts))
                at = min(at, len(parts) - 1)
                parts[at], parts[other] = parts[other], parts[at]
        if not re.search(r"(?m)^global", "".join(parts)):  # at the top level it may stand anywhere
            lines.append("run_syntax(%r)" % "".join(parts))
    return ["def run_syntax(text):", "    try: compile(text, 'text', 'exec')", "    except SyntaxError as e: print('no')", "    except ValueError: print('no')", "    else: print('yes')"] + lines


SUBJECTS = [(2, numbers), (2, reals), (2, formats), (3, texts), (2, slices), (3, containers), (1, sorting), (2, patterns_of_text), (2, library), (2, syntax)]
