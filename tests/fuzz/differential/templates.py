"""Programs of everything at once, from templates. `<kind>` in a template is replaced by an expression of that kind, `<body>` on a line
of its own by statements, until nothing is left to replace; after each block all variables are shown, so one difference shows where it is.
What CPython leaves open is kept out: no template depends on the order of a set, on hashes or addresses."""
import re

# Expressions. The first row of a kind has those without parts, for when it has become deep enough.
EXPRESSIONS = {
    "int": (["a", "b", "c", "<literal>", "<literal>", "<literal>"],
            ["<int> + <int>", "<int> - <int>", "<int> * <small>", "<int> // <int>", "<int> % <int>", "-<int>", "~<int>",
             "<int> & <int>", "<int> | <int>", "<int> ^ <int>", "(<int>) << <small>", "(<int>) >> <small>", "(<int>) ** <small>",
             "pow(<int>, <small>, <int>)", "abs(<int>)", "len(<list>)", "len(<str>)", "len(<dict>)", "len(<set>)", "int(<float>)",
             "int(<str>)", "int(<str>, 16)", "round(<float>)", "round(<int>, -1)", "sum(<list>)", "max(<list>)", "min(<list>)",
             "(<list>)[<small>]", "(<list>)[-<small>]", "<list>.index(<int>)", "<list>.count(<int>)", "<str>.find(<str>)",
             "<str>.count(<str>)", "<str>.index(<str>)", "<str>.rfind(<str>, <int>)", "ord(<char>)", "<dict>.get(<key>, <int>)",
             "<int> if <bool> else <int>", "<bool> and <int>", "<bool> or <int>", "(lambda a, b=<int>: <int>)(<int>)",
             "(a := cut(<int>))", "(<int>).bit_length()", "divmod(<int>, <int>)[<small>]", "<bytes>[<small>]", "max(<int>, <int>)",
             "int.from_bytes(<bytes>, 'big')", "<call>", "max(<strs>, key=len, default='').count('a')", "sum(a for a in <list> if <bool>)",
             "(<bool>) + (<bool>)", "max(<list>, default=<int>)", "len({a % 3: b for a in <list>})", "next(iter(<list>), <int>)"]),
    "small": (["0", "1", "2", "3", "4", "7"], ["abs(<int>) % 5", "len(<str>) % 9"]),
    "float": (["x", "y", "0.5", "-1.5", "1e300", "1e-7", "3.0", "0.1", "123456789.125", "float('inf')", "float('nan')", "-0.0", "1e16", "2.675"],
              ["<float> + <float>", "<float> - <int>", "<float> * <float>", "<float> / <float>", "<float> // <float>", "<float> % <float>",
               "(<float>) ** <small>", "float(<int>)", "<int> / <int>", "abs(<float>)", "round(<float>, <small>)", "float(<str>)", "-<float>",
               "sum([<float>, <float>, <int>])", "max(<float>, <int>)", "<int> * <float>", "divmod(<float>, <float>)[1]", "(<float>).__floor__() * 1.0",
               "float(repr(<float>))", "(<float>).real", "<float> if <bool> else <float>", "float('%.3e' % (<float>))"]),
    "bool": (["True", "False", "a", "s", "xs"],
             ["<int> < <int>", "<int> <= <float>", "<int> == <float>", "<str> < <str>", "<list> == <list>", "<list> < <list>", "<tuple> == <tuple>",
              "<int> < <int> <= <int>", "not <bool>", "<bool> and <bool>", "<bool> or <bool>", "<int> in <list>", "<str> in <str>", "<key> in <dict>",
              "<int> not in <set>", "<set> <= <set>", "<dict> == <dict>", "<str>.startswith(<str>)", "<str>.isdigit()", "<str>.isalpha()", "<str>.isupper()",
              "isinstance(<any>, (int, str))", "all(<list>)", "any(<list>)", "<any> is None", "bool(<any>)", "any(a > <int> for a in <list>)", "<any> == <any>",
              "<any> != <any>", "callable(<any>)", "<bytes> in <bytes>", "<set>.isdisjoint(<list>)", "<float> != <float>", "<str>.isidentifier()",
              "<str>.isspace()", "hasattr(<any>, 'append')", "(<float>).is_integer()", "<str>.islower()", "<str>.istitle()", "issubclass(type(<any>), int)"]),
    "char": (["'a'", "'Z'", "' '", "'\\u00df'", "'9'", "','"], ["chr(<small> + 60)", "<str>[<small>]", "<str>[-1]"]),
    "str": (["s", "t", "''", "'abc'", "'a,b,,c'", "'  pad '", "'\\u00c4\\u00df x'", "'12'", "'-7'", "'0x1f'", "'line\\nnext\\r\\n'", "'\\t\\x7f\\''", "'{}'", "'\\U0001f600'"],
            ["<str> + <str>", "<str> * <small>", "(<str>)[<slice>]", "(<str>)[<slice>]", "<char>", "str(<any>)", "repr(<any>)", "ascii(<str>)", "<str>.upper()", "<str>.lower()",
             "<str>.title()", "<str>.swapcase()", "<str>.capitalize()", "<str>.strip()", "<str>.strip(<str>)", "<str>.lstrip(<char>)", "<str>.rstrip()",
             "<str>.replace(<str>, <str>)", "<str>.replace(<char>, <str>, <small>)", "<str>.join(<strs>)", "<char>.join(<str>)", "<str>.center(<width>, <char>)",
             "<str>.ljust(<width>)", "<str>.rjust(<width>, <char>)", "<str>.zfill(<width>)", "<str>.partition(<str>)[<small>]", "<str>.expandtabs(<small>)",
             "format(<int>, '<ispec>')", "format(<float>, '<fspec>')", "format(<str>, '<sspec>')", "f'{<fint>:<ispec>}'", "f'{<ffloat>:<fspec>}'", "f'{s!r:>{len(t)}}|{x:.2f}|{a=}'",
             "f'{s:<sspec>}{t!a}{xs}'", "f'{box:spec}{a:{b % 7}}'", "'%d %s' % (<int>, <str>)", "'%<pspec>' % (<float>,)", "'%<pint>' % (<int>,)", "'%r %a' % (<any>, <str>)",
             "'%(k)s %(l)05d' % <dict>", "'{} {!r:>8}'.format(<int>, <str>)", "'{0} {1} {0}'.format(<any>, <int>)", "'{k[0]} {n:>4}'.format(k=<list>, n=<int>)",
             "'{:{}}'.format(<str>, <width>)", "hex(<int>)", "oct(<int>)", "bin(<int>)", "<bytes>.decode('utf-8', 'replace')", "<bytes>.hex()", "<strs>[<small>]",
             "<str> if <bool> else <str>", "<str>.casefold()", "<str>.translate({97: 'x', 98: None})", "<str>.removeprefix(<str>)", "max(<strs>)", "''.join(sorted(<str>))",
             "''.join(reversed(<str>))", "type(<any>).__name__", "str(<list>)", "str(<tuple>)", "'%s' % <tuple>", "'%s,%s' % <tuple>", "'%5.1f%%' % <float>", "'%*d' % (<width>, <int>)", "'%c' % <char>"]),
    "list": (["xs", "ys", "[]", "[1, 2, 3]", "[0, -1, 7, 7]"],
             ["[<int>, <int>]", "<list> + <list>", "(<list>) * <small>", "(<list>)[<slice>]", "(<list>)[<slice>]", "sorted(<list>)", "sorted(<list>, reverse=True)", "sorted(<list>, key=lambda a: <int>)",
              "list(reversed(<list>))", "[<int> for a in <list>]", "[<int> for a in <list> if <bool>]", "[a + b for a in <list> for b in range(a % 4) if <bool>]", "list(range(<int> % 9))",
              "list(range(<small>, <int> % 20, <int> % 7))", "list(map(lambda a: <int>, <list>))", "list(filter(None, <list>))", "list(filter(lambda a: <bool>, <list>))", "[len(s) for s in <strs>]",
              "list(<bytes>)", "sorted(<set>)", "[a for a, b in zip(<list>, <list>)]", "[a * b for a, b in enumerate(<list>)]", "list(<dict>.values())", "[*<list>, <int>, *<list>]",
              "list(<gen>)", "[a for a in <gen>]", "xs.copy()", "<list> if <bool> else <list>", "[ord(s) for s in <str>]", "[(lambda b: a + b)(<int>) for a in <list>]", "[f() for f in [lambda a=a: a for a in <list>]]",
              "[f() for f in [lambda: a for a in <list>]]"]),
    "gen": (["iter(xs)", "(a for a in xs)"],
            ["(<int> for a in <list>)", "(a for a in <list> if <bool>)", "map(abs, <list>)", "iter(<list>)", "reversed(<list>)", "range(<int> % 11)", "filter(lambda a: <bool>, <list>)", "<generator>"]),
    "strs": (["ss", "['x', 'yy']", "[]"],
             ["<str>.split()", "<str>.split(<char>)", "<str>.split(<str>, <small>)", "<str>.rsplit(<char>, <small>)", "<str>.splitlines()", "<str>.splitlines(True)", "list(<str>)", "[<str>, <str>]", "<strs> + <strs>",
              "sorted(<strs>)", "sorted(<strs>, key=len)", "[<str> for s in <strs>]", "list(map(str, <list>))", "[str(a) for a in <list>]", "(<strs>)[<slice>]", "list(<str>.partition(<char>))",
              "sorted(<strs>, key=lambda s: (len(s), s), reverse=<bool>)", "[s for s in <strs> if s]", "<strs> if <bool> else <strs>", "<str>.rpartition(<str>)[1:]", "sorted(<strs>, key=str.lower)"]),
    "tuple": (["p", "q", "(1,)", "()", "(1, 2)"],
              ["(<int>, <str>)", "<tuple> + <tuple>", "(<tuple>) * <small>", "(<tuple>)[<slice>]", "tuple(<list>)", "tuple(<strs>)", "divmod(<int>, <int>)", "(*<list>, <int>)", "tuple(<int> for a in <list>)", "<str>.partition(<char>)",
               "(<any>, <any>)", "slice(<int>, <int>, <int>).indices(<width>)", "(<int>).as_integer_ratio()", "tuple(zip(<list>, <strs>))", "tuple(enumerate(<strs>, <int>))", "<tuple> if <bool> else <tuple>"]),
    "dict": (["d", "{}", "{'k': 5, 'l': -1}", "{'a': 0}"],
             ["{<key>: <int>, <key>: <int>}", "{s: len(s) for s in <strs>}", "{**<dict>, <key>: <int>}", "dict(k=<int>, l=<int>)", "dict(zip(<strs>, <list>))", "<dict> | <dict>", "{k: v for k, v in <dict>.items() if <bool>}",
              "dict.fromkeys(<strs>, <int>)", "dict(<dict>)", "{**<dict>, **<dict>}", "dict(sorted(<dict>.items()))", "dict(<dict>, k=<int>)", "<dict>.copy()", "{s: a for a, s in enumerate(<strs>)}"]),
    "key": (["'k'", "'l'", "'a'", "'zz'"], ["<str>", "<char>"]),
    "set": (["m", "n_", "set()", "{1, 2}"],
            ["{<int>, <int>}", "set(<list>)", "<set> | <set>", "<set> & <set>", "<set> - <set>", "<set> ^ <set>", "{<int> for a in <list>}", "<set>.union(<list>)", "frozenset(<list>)", "<set>.intersection(<list>, <set>)", "<set>.difference(<list>)",
             "<set>.symmetric_difference(<list>)", "<set>.copy()", "{len(s) for s in <strs>}", "set(<dict>.values())"]),
    "bytes": (["u", "b''", "b'abc'", "b'\\x00\\xff\\n'"],
              ["<bytes> + <bytes>", "(<bytes>)[<slice>]", "<str>.encode()", "<str>.encode('ascii', 'replace')", "<bytes> * <small>", "bytes(a & 255 for a in <list>)", "bytes(<small>)", "<bytes>.upper()", "bytes([<int>])",
               "<bytes>.replace(<bytes>, <bytes>)", "<bytes>.split(<bytes>)[0]", "bytes(reversed(<bytes>))", "bytes(bytearray(<bytes>))", "(<int>).to_bytes(<small>, 'big')", "(<int>).to_bytes(8, 'little', signed=True)", "<bytes>.strip()",
               "b'%d|%s' % (<int>, <bytes>)", "bytes(memoryview(<bytes>)[<slice>])", "<bytes>.center(<width>)", "bytes.fromhex(<bytes>.hex())", "b','.join([<bytes>, <bytes>])"]),
    "any": (["a", "s", "x", "xs", "None", "p", "d", "u", "box", "True", "...", "1j"],
            ["<int>", "<float>", "<str>", "<bool>", "<list>", "<strs>", "<tuple>", "<dict>", "<bytes>", "Box(<any>)", "<wrong>", "<box>", "complex(<float>, <int>)", "range(<int> % 50 - 9, <int> % 50)", "slice(<int>, None)", "<list> or <tuple>",
             "bytearray(<bytes>)", "<any> if <bool> else <any>", "getattr(<any>, 'v', <any>)", "[<any>, <any>]", "{<int>: <any>}", "(<any>,)", "ValueError(<any>)"]),
    "box": (["box", "Box(1)"], ["Box(<int>)", "<box> + <int>", "<int> + <box>", "<box> + <box>", "<box>[<slice>]", "<box>(<int>, k=<str>)", "max(<box>, <box>)", "list(<box>)", "<box>.v", "<box>.w", "<box>.nothing", "<int> in <box>", "sorted([<box>, <box>, <box>])"]),
    # Mostly errors: their type and their words are compared.
    "wrong": (["None.x", "a.b", "s[None]", "xs['k']", "undefined", "s + a", "a + s", "a()", "len(a)", "xs[99]", "p[99]", "d['none']", "int('q')", "s.foo()", "-s", "~x", "iter(a)", "next(iter([]))", "[].pop()", "{}.popitem()", "1 // 0", "1 % 0", "1.0 / 0", "0 ** -1",
               "hash([])", "{[]: 1}", "chr(-1)", "ord('ab')", "'abc'.index('z')", "[1].remove(2)", "float('x')", "u + s", "s % 3", "'%d' % 'x'", "'%s %s' % 1", "'{} {}'.format(1)", "'{x}'.format(1)", "format(1, 'q')", "format('s', 'd')", "format(1.5, 'd')", "max()", "max([])", "min(1)",
               "sum(['a'])", "sorted([1, 'a'])", "[1] < ['a']", "1 < 'a'", "None < None", "{} < {}", "range(1, 2, 0)", "[1, 2, 3][::0]", "bytes([256])", "bytes([-1])", "'a' in 1", "1 in 'a'", "int(None)", "int('1', 99)", "float(None)", "divmod(1, 0)", "pow(2, -1, 4)", "pow(2, 3, 0)", "abs('x')", "round('x')",
               "isinstance(1, 1)", "open", "u[9]", "u.decode('ascii')", "'\\u00e9'.encode('ascii')", "b'\\xff'.decode()", "dict([1])", "dict([(1, 2, 3)])", "set([[]])", "Box(1, 2)", "Box(v=1, w=2)", "Box().v()", "tick(1)", "attempt()", "(lambda a, *, b: 0)(1)", "(lambda a, /: 0)(a=1)", "(lambda **k: 0)(1)", "print(sep=1)",
               "'x' * 'y'", "[1] * 1.5", "(1,) + [1]", "[1] + (1,)", "''.join([1])", "','.join(5)", "'a'.split('')", "(1).real.x", "type(1, 2)", "super()", "1 .__add__('x')", "int.__add__(1)", "str.upper(1)", "list.append([], 1, 2)", "zip(1)", "map(1)", "enumerate(1)", "reversed({1})", "list(5)", "tuple(5)",
               "float('1_0_')", "int('1__0')", "complex('1+')", "1 << -1", "1.5 << 1", "2.5 % 0", "(-8) ** 0.5 > 1", "1e308 * 10 // 1", "int(float('inf'))", "int(float('nan'))", "10.0 ** 400", "(1).to_bytes(0, 'big')", "(300).to_bytes(1, 'big')", "(-1).to_bytes(1, 'big')", "getattr(1, 'x')", "getattr(1, 2)", "delattr(box, 'z')", "setattr(1, 'x', 2)"],
              ["<any> + <any>", "<any> - <any>", "<any> * <any> if 0 else <any> < <any>", "<any>[<any>]", "<any>[<slice>]", "<any>.v", "<any>()", "<any> in <any>", "-<any>", "len(<any>)", "list(<any>)[:9]", "iter(<any>) and 1", "int(<any>)", "float(<any>)", "sorted(<any>)[:9]", "sum(<any>)", "format(<any>, '<ispec>')", "format(<any>, '<fspec>')", "format(<any>, '<sspec>')", "'%<pint>' % <any>", "'%<pspec>' % <any>",
               "<any> & <any>", "<any> // <any>", "<any> % <any>", "<any> < <any>", "<any> >= <any>", "abs(<any>)", "round(<any>)", "round(<any>, <any>)", "max(<any>)", "min(<any>, <any>)", "str.join(<any>, <any>)", "<str>.split(<any>)", "<str>.replace(<any>, <any>)", "<list>.index(<any>)", "<str>.find(<any>)", "<str>.startswith(<any>)", "dict(<any>)", "set(<any>) and 1", "bytes([<any>])", "tuple(<any>)",
               "<any> @ <any>", "<any> | <any>", "<any> ^ <any>", "<any> >> <any>", "~<any>", "divmod(<any>, <any>)", "isinstance(<any>, <any>)", "chr(<any>)", "ord(<any>)", "zip(<any>, <any>) and 1", "complex(<any>)", "<dict>[<any>]", "<bytes>.find(<any>)", "int(<str>, <any>)", "range(<any>) and 1", "reversed(<any>) and 1", "all(<any>)", "bytes(<list>)", "next(<any>)", "(<any>).__name__", "pow(<any>, 2)", "bin(<any>)", "(lambda a, b=1, *c, d: a)(*<any>)", "(lambda a, **k: k)(<int>, **<any>)"]),
}

WORDS = {
    "literal": lambda r: str(r.choice([0, 1, -1, 2, 3, 10, 255, 256, -128, 65535, 2**30, 2**31 - 1, -2**31, 2**32, 2**61, 2**62 - 1, 2**62, -2**62, 2**63, 2**64 + 1, 10**18, 10**25, r.randrange(-100, 100)])),
    "width": lambda r: str(r.randrange(0, 14)),
    "slice": lambda r: ":".join(r.choice(["", "", "0", "1", "-1", "2", "-3", "5", "99", "a", "-99", "b"]) for _ in range(2)) + r.choice(["", "", ":", ":2", ":-1", ":-2", ":3"]),
    "ispec": lambda r: r.choice(["", "", "*<", "0>", "^", "=", "x="]) + r.choice(["", "+", " ", "-"]) + r.choice(["", "#"]) + r.choice(["", "0"]) + r.choice(["", "5", "12"]) + r.choice(["", ",", "_"]) + r.choice("dxXobnceEfFgG%") if r.random() < .8 else r.choice(["", "3", "d", "10d", "q", "s", ".3", "1.2d"]),
    "fspec": lambda r: r.choice(["", "", "*<", "0>", "^", "="]) + r.choice(["", "+", " ", "-"]) + r.choice(["", "", "#"]) + r.choice(["", "0"]) + r.choice(["", "5", "12"]) + r.choice(["", "", ",", "_"]) + r.choice(["", ".0", ".1", ".3", ".10", ".17"]) + r.choice(["", "e", "E", "f", "F", "g", "G", "%", "n"]),
    "sspec": lambda r: r.choice(["", "", "*<", "0>", "^", "=", "\\u00e9^"]) + r.choice(["", "0", "+"]) + r.choice(["", "5", "12"]) + r.choice(["", ".0", ".1", ".3"]) + r.choice(["", "s", "d"]),
    "pspec": lambda r: r.choice(["", "-", "+", " ", "0", "#"]) + r.choice(["", "5", "12"]) + r.choice(["", ".0", ".1", ".3", ".10"]) + r.choice("eEfFgGdsr"),
    "pint": lambda r: r.choice(["", "-", "+", " ", "0", "#", "+0"]) + r.choice(["", "5", "12"]) + r.choice(["", "", ".0", ".3"]) + r.choice("dixXousrfgec"),
    "fint": lambda r: r.choice("abc"),
    "ffloat": lambda r: r.choice("xya"),
}

# Statements; `NN` is a number that no other statement has.
SIMPLE = ["a = cut(<int>)", "b = cut(<int>)", "c = cut(<int>)", "x = <float>", "y = <float>", "s = cut(<str>)", "t = cut(<str>)", "u = cut(<bytes>)", "xs = cut(<list>)", "ys = cut(<list>)", "ss = cut(<strs>)", "p = cut(<tuple>)", "q = cut(<tuple>)", "d = <dict>", "m = <set>", "n_ = set(<set>)",
          "a += cut(<int>)", "b -= <int>", "c ^= cut(<int>)", "a, b = b, a", "a, *xs = <list>", "*xs, b = <list>", "a, b, c = <list>", "(a, b), *ss = (<int>, <int>), *<strs>", "xs[<small>] = <int>", "xs[<slice>] = <list>", "del xs[<slice>]", "del ys[<small>]", "xs.append(<int>)", "xs.extend(list(<gen>)); del xs[50:]",
          "xs.insert(<int>, <int>)", "xs.sort()", "ys.sort(key=lambda a: <int>, reverse=<bool>)", "ss.sort(key=len)", "xs.pop()", "xs.pop(<small>)", "xs.reverse()", "xs.remove(<int>)", "xs += <list>; del xs[50:]", "xs *= <small>; del xs[50:]", "d[<key>] = <int>", "del d[<key>]", "d.update(<dict>)", "d.update(k=<int>)", "d.setdefault(<key>, <int>)",
          "d.pop(<key>)", "d.pop(<key>, None)", "d.popitem()", "d[<key>] += <int>", "m.add(<int>)", "m.discard(<int>)", "m.remove(<int>)", "m |= <set>", "n_ &= <set>", "n_ ^= <set>", "m -= <set>", "m.update(<list>)", "s += <str>; s = s[:50]", "t *= <small>; t = t[:50]", "x *= <float>", "y /= <float>", "box.v = <int>", "box.v += <int>", "box = Box(<int>)",
          "show(<any>)", "show(<int>, <float>, <str>)", "show(<bool>, <bool>)", "show(<list>, <tuple>)", "show(<dict>, <bytes>)", "show(<set>, <strs>)", "show(<box>)", "show(<wrong>)", "print(<int>, <str>, sep=<str>, end='|\\n')", "assert <bool>, <str>", "raise ValueError(<any>)", "raise KeyError(<any>)", "raise IndexError", "raise Box",
          "p += <tuple>; p = p[:20]", "e_ = {<int>: <str>, <int>: <str>}", "e_[<int>] = <str>", "e_[<float>] = <str>", "e_ = {a: s for a, s in zip(<list>, <strs>)}", "a = b = cut(<int>)", "xs[0], xs[-1] = <int>, <int>", "for_ = [show(a) for a in <list>]", "u += <bytes>; u = u[:50]", "show(sorted(<dict>.items()))", "show(list(zip(<list>, <strs>, <tuple>)))", "show(*<list>)",
          "show(attempt(lambda: <wrong>))", "show(attempt(lambda: <wrong>), attempt(lambda: <any>))", "show(<wrong>)", "show(attempt(lambda a: <any>, <any>))", "d |= <dict>", "xs[::2] = <list>", "xs[<slice>] = <gen>", "raise ValueError(<str>) from KeyError(<int>)", "ba = bytearray(<bytes>); ba[<slice>] = <bytes>; ba += <bytes>; show(ba)", "mv = memoryview(bytearray(<bytes>)); mv[<small>] = <small>; show(bytes(mv))", "pass", "show(eval(repr(<list>)))"]

COMPOUND = [
    "if <bool>:\n    <body>\nelif <bool>:\n    <body>\nelse:\n    <body>",
    "if <bool>:\n    <body>",
    "for a in <list>[:5]:\n    <body>",
    "for a in range(<small> % 5):\n    <body>\nelse:\n    <body>",
    "for a, s in enumerate(<strs>[:5]):\n    <body>\n    if <bool>: break\n    if <bool>: continue\n    <body>\nelse:\n    <body>",
    "for k, v in list(<dict>.items())[:4]:\n    show(k, v)\n    <body>",
    "for a, b in zip(<list>[:4], <gen>):\n    try:\n        if <bool>: continue\n        if <bool>: break\n        <body>\n    finally:\n        <body>",
    "iNN = 0\nwhile iNN < 4:\n    iNN += 1\n    <body>\n    if <bool>: break\nelse:\n    <body>",
    "try:\n    <body>\nexcept ValueError as e:\n    report(e)\nexcept (TypeError, KeyError) as e:\n    report(e)\n    <body>\nelse:\n    <body>\nfinally:\n    <body>",
    "try:\n    <body>\nexcept Exception as e:\n    report(e)\n    raise KeyError(<int>) from e\nfinally:\n    show(a)",
    "try:\n    try:\n        <body>\n    finally:\n        <body>\nexcept LookupError as e:\n    report(e)",
    "try:\n    <body>\nexcept Exception:\n    <body>\n    raise",
    "with Box(<int>) as box:\n    <body>",
    "with Box(<int>), Box(<str>) as box:\n    <body>\n    raise KeyError(<any>)",
    "match <any>:\n    case int(v) if v > 3: show('int', v)\n    case [v, *w]: show('seq', v, w)\n    case {'k': v, **w}: show('map', v, w)\n    case str() | bytes(): show('text')\n    case Box(v=w): show('box', w)\n    case None | True: show('single')\n    case _:\n        <body>",
    "def fNN(a, b=<int>, *xs, k=<int>, **d):\n    tick()\n    <body>\n    return (a, b, xs, k, sorted(d))\nshow(attempt(fNN, <int>), attempt(fNN), attempt(lambda: fNN(*<list>, k=<int>, z=1)), attempt(lambda: fNN(<int>, a=1)), attempt(lambda: fNN(<int>, **<dict>)))",
    "def fNN(a, /, b, *, s='q'):\n    tick()\n    <body>\n    return a, b, s\nshow(attempt(fNN, <int>, <int>), attempt(lambda: fNN(1, b=<int>, s=<str>)), attempt(lambda: fNN(a=1, b=2)), attempt(lambda: fNN(1, 2, 3)), attempt(lambda: fNN(1, s=2)), attempt(lambda: fNN(1, 2, z=2)))",
    "def fNN(a):\n    b = <int>\n    def g(s):\n        nonlocal a, b\n        a += 1\n        b = <int>\n        <body>\n        return lambda: (a, b, s)\n    h = g(<str>)\n    r = h()\n    a = <int>\n    return r, h(), a, b\nshow(attempt(fNN, <int>))",
    "def fNN(a):\n    tick()\n    for b in range(3):\n        try:\n            if <bool>: return <int>\n            <body>\n            if <bool>: continue\n        except Exception as e:\n            report(e)\n            if <bool>: return s\n        finally:\n            show(b)\n            if <bool>: break\n            if <bool>: return xs\n    return None\nshow(attempt(fNN, <int>))",
    "def gNN(a):\n    try:\n        for b in <list>[:4]:\n            c = yield <int>\n            show('got', c)\n            <body>\n        yield from <list>[:3]\n    except ValueError as e:\n        report(e)\n        yield -1\n    finally:\n        c = 0\n    return <any>\ng = gNN(<int>)\nshow(attempt(next, g), attempt(g.send, <any>), attempt(g.throw, ValueError(<int>)), attempt(list, g))\ng.close()",
    "def gNN(n):\n    if n > 0:\n        r = yield from gNN(n - 1)\n        yield (n, r)\n        <body>\n    return n\nshow(attempt(list, gNN(<small> % 4)))\ng = gNN(2)\nshow(attempt(next, g), attempt(g.throw, KeyError), attempt(next, g))",
    "class CNN:\n    z = <int>\n    def __init__(self, v=<int>): self.v = v\n    def go(self, a):\n        tick()\n        <body>\n        return self.v, self.z, a\n    @property\n    def prop(self): return self.v\n    @prop.setter\n    def prop(self, v): self.v = v + <int>\n    @classmethod\n    def make(cls, v): return cls(v)\n    @staticmethod\n    def st(a): return <int>\n    def __eq__(self, o): return <bool>\n    def __getitem__(self, i): return i\n"
    "class DNN(CNN):\n    def go(self, a): return ('sub', super().go(a))\n    def __str__(self): return 'D'\n    def __len__(self): return (<int>) % 2**31\no = attempt(DNN.make, <int>)\nshow(attempt(lambda: o.go(<int>)), attempt(lambda: o.prop), attempt(lambda: setattr(o, 'prop', <int>)), attempt(lambda: o.v), attempt(lambda: o.st(1)), attempt(lambda: str(o)), attempt(lambda: o == <any>), attempt(lambda: o != <any>), attempt(lambda: len(o)), attempt(bool, o), attempt(lambda: o[<slice>]), attempt(lambda: o[<any>]), attempt(lambda: o < o), attempt(lambda: o + 1), attempt(lambda: o.none))",
    "class CNN(<base>):\n    def __repr__(self): return 'C' + super().__repr__()\n    def __add__(self, o): return 'add'\n    def extra(self): return <any>\no = attempt(CNN, <any>)\nshow(o, attempt(lambda: o + <any>), attempt(lambda: <any> + o), attempt(lambda: o * 2), attempt(lambda: o == <any>), attempt(lambda: o[0]), attempt(lambda: len(o)), attempt(lambda: o.extra()), attempt(lambda: f'{o}'), attempt(lambda: '%s %r' % (o, o)), attempt(lambda: list(o)), attempt(lambda: o.nope))",
    "class ENN(<error>):\n    def __init__(self, *a):\n        super().__init__(*a[:1])\n        self.a = a\ntry:\n    raise ENN(<any>, <any>)\nexcept <error> as e:\n    report(e)\n    show(e.a, repr(e), str(e))\n    <body>",
    "show([(a, b) for a in <list>[:4] for b in [ord(s) for s in 'xyz'] if <bool>])",
    "show(sorted(<strs>, key=lambda t: [<int> for a in <list>[:2]]))",
    "fs = [lambda a=a, *b: (a, b, <int>) for a in <list>[:4]]\nshow([attempt(f, *<list>[:2]) for f in fs])",
]
WORDS["base"] = lambda r: r.choice(["int", "str", "list", "dict", "tuple", "float", "object", "Box"])
WORDS["error"] = lambda r: r.choice(["Exception", "ValueError", "KeyError", "LookupError", "OSError", "StopIteration", "ArithmeticError"])

PART = re.compile(r"<(\w+)>")
# What an expression is when it needs no parentheses inside another.
CLOSED = re.compile(r"\w+\([^()]*\)|\[[^\[\]]*\]")


class Mixture:
    """Makes one program; it remembers the functions that it has defined, so that later blocks call them."""

    def __init__(self, random):
        self.random, self.number = random, 0
        self.functions, self.generators = [], []

    def expression(self, kind, depth):
        if kind in WORDS:
            return WORDS[kind](self.random)
        if kind == "call":
            return "attempt(%s, %s)" % (self.random.choice(self.functions or ["abs"]), self.expression("int", depth - 1))
        if kind == "generator":
            return "%s(%s)" % (self.random.choice(self.generators or ["reversed"]), self.expression("tuple", depth - 1))
        leaves, nodes = EXPRESSIONS[kind]
        leaf = depth <= 0 or self.random.random() < 0.2
        text = self.random.choice(leaves if leaf else nodes)
        made = PART.sub(lambda part: self.expression(part[1], depth - 1), text)
        return made if leaf or CLOSED.fullmatch(made) else "(" + made + ")"

    def fill(self, line, depth=3):
        return PART.sub(lambda part: self.expression(part[1], self.random.randrange(depth)), line)

    def statements(self, depth, indent):
        lines = []
        for _ in range(self.random.randrange(1, 4)):
            lines += self.statement(depth, indent)
        return lines

    def statement(self, depth, indent):
        if depth <= 0 or self.random.random() < 0.5:
            text = self.random.choice(SIMPLE)
            if text.startswith("global") and indent > 0:
                text = "pass"
            return [" " * indent + self.fill(text)]
        self.number += 1
        number = str(self.number)
        lines = []
        for line in self.random.choice(COMPOUND).replace("NN", number).split("\n"):
            start = indent + len(line) - len(line.lstrip())
            if line.strip() == "<body>":
                lines += self.statements(depth - 1, start)
            else:
                lines.append(" " * indent + self.fill(line))
        return lines

    def block(self):
        lines = self.statement(3, 0)
        for line in lines:
            found = re.match(r"def ([fg])(\d+)\(", line)
            if found:
                (self.functions if found[1] == "f" else self.generators).append(found[1] + found[2])
        return lines


def mixture(r):
    made = Mixture(r)
    lines = []
    for _ in range(r.randrange(4, 14)):
        lines += ["try:"] + ["    " + line for line in made.block()] + ["except Exception as e: report(e)", "check()"]
    return lines


SUBJECTS = [(16, mixture)]
