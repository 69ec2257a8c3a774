# Errors that CPython 3.11 words or places otherwise.
CASES = [
    'print(*a, *)',
    'async def f(): return 1; yield',
    'def f():\n    global x\n    nonlocal x',
    'with (x as y, z as w) as q: pass',
    'match x:\n    case [*a, *b]: pass',
    'match x:\n    case -x: pass',
    'f"abc',
    'f"""abc',
    'f"{"',
    'f"{}"',
    'f"{x"',
    'f"}"',
    'f"{x!z}"',
    'f"{x!}"',
    'f"{a b}"',
    'f"{x:{y}"',
    'f"{*x}"',
    'f"{lambda x: 1}"',
    'f"{=}"',
    'f"{!r}"',
    'b"a" f"b"',
    '@x',
    'import __future__; from __future__ import division',
]


def describe(source):
    try:
        compile(source, "<t>", "exec")
    except SyntaxError as e:
        return type(e).__name__, e.msg, e.lineno, e.offset
    return "fine"


for case in CASES:
    print(repr(case), describe(case))
