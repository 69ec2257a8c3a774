"""Programs about the order in which things happen: branches, loops and handlers in each other, generators, coroutines, scopes.

A program logs where it goes. Which way it goes is decided by the bits of a number, so one function is run several times and goes
several ways. Every function here takes the source of chance and returns lines of a program."""
import itertools
import re

ERRORS = ["KeyError", "ValueError", "IndexError", "ZeroDivisionError", "StopIteration", "GeneratorExit", "(KeyError, ValueError)", "LookupError", "Exception"]
RAISED = ["KeyError(%d)", "ValueError(%d)", "IndexError(%d)", "ZeroDivisionError(%d)", "Exception(%d)"]


class Flow:
    """Statements inside a function. `kind` is "plain", "generator", "coroutine" or "async generator": what it may contain."""

    def __init__(self, random, kind):
        self.random, self.kind, self.number = random, kind, 0
        self.asynchronous = kind in ("coroutine", "async generator")

    def tag(self):
        self.number += 1
        return self.number

    def block(self, depth, indent, loop, handler=False, final=False):
        lines = []
        for _ in range(self.random.choice([1, 1, 2, 2, 3])):
            lines += self.statement(depth, indent, loop, handler)
        return lines

    def statement(self, depth, indent, loop, handler):
        r, pad = self.random, " " * indent
        if depth <= 0 or r.random() < 0.35:
            return [pad + self.simple(loop, handler)]
        kind = r.choice(["if", "for", "while", "try", "try", "try", "with", "match", "jump"])
        return getattr(self, kind + "_")(depth - 1, indent, loop, handler)

    def simple(self, loop, handler):
        r, n = self.random, self.tag()
        choices = ["w.log(%d)" % n] * 4 + ["v = w.log(%d)" % n, "w.log(v)", "v += 1", "del v", "v = [w.log(i) for i in range(2) if w()]", "w.log(lambda: v) and 0", "assert w(), %d" % n]
        if "generator" in self.kind:
            choices += ["yield %d" % n, "v = yield %d" % n, "w.log((yield v))", "w.log([%d, (yield), v])" % n]
        if self.kind == "generator":
            choices += ["yield from range(%d)" % r.randrange(3), "v = yield from keep(sub(w))", "yield from [w.log(%d)]" % n, "yield from Few(2, ValueError(%d))" % n]
        if self.asynchronous:
            choices += ["v = await Pause(%d)" % n, "w.log(await Pause(%d))" % n, "await keep(sub(w))", "v = [i async for i in Few(2)]", "w.log({i: await Pause(i) for i in range(2)})", "v = [j async for i in Few(2) for j in (i, await Pause(7))]"]
        return r.choice(choices)

    def jump_(self, depth, indent, loop, handler):
        r, pad, n = self.random, " " * indent, self.tag()
        jumps = ["return w.log(%d)" % n, "return", "raise " + r.choice(RAISED) % n, "raise " + r.choice(RAISED) % n]
        if self.kind == "async generator":
            jumps[0] = "return"
        if loop:
            jumps += ["break", "break", "continue", "continue"]
        if handler:
            jumps += ["raise", "raise %s from e" % (r.choice(RAISED) % n), "raise KeyError(%d) from None" % n, "raise e"]
        jump = r.choice(jumps)
        return [pad + "if w(): " + jump] if r.random() < 0.8 else [pad + jump]

    def if_(self, depth, indent, loop, handler):
        pad = " " * indent
        test = self.random.choice(["w()", "not w()", "w() and w()", "w() or w()", "w() and not w() or w()", "(v := w())", "w() is w()", "0 < w() <= w()", "w() if w() else w()"])
        if self.asynchronous and self.random.random() < 0.2:
            test = "await Pause(w())"
        lines = [pad + "if %s:" % test] + self.block(depth, indent + 4, loop, handler)
        if self.random.random() < 0.3:
            lines += [pad + "elif w():"] + self.block(depth, indent + 4, loop, handler)
        if self.random.random() < 0.5:
            lines += [pad + "else:"] + self.block(depth, indent + 4, loop, handler)
        return lines

    def for_(self, depth, indent, loop, handler):
        r, pad, n = self.random, " " * indent, self.tag()
        source = r.choice(["range(2)", "range(3)", "'ab'", "[0, 1, 2]", "Few(2)", "Few(1, KeyError(%d))" % n, "range(5, 0, -2)", "enumerate('xy')", "(i for i in range(2) if w())", "{1: 2, 3: 4}.items()"])
        word = "for"
        if self.asynchronous and r.random() < 0.5:
            word, source = "async for", r.choice(["Few(2)", "Few(2, KeyError(%d))" % n, "Few(0)"])
        lines = [pad + "%s %s in %s:" % (word, r.choice(["v", "i%d" % n]), source)] + self.block(depth, indent + 4, True, handler)
        if r.random() < 0.4:
            lines += [pad + "else:"] + self.block(depth, indent + 4, loop, handler)
        return lines

    def while_(self, depth, indent, loop, handler):
        r, pad = self.random, " " * indent
        test = r.choice(["w()", "w()", "True", "w() and w()", "not w()", "1", "w() or w()"])
        lines = [pad + "while %s:" % test, pad + "    w.log('w')"] + self.block(depth, indent + 4, True, handler)
        if r.random() < 0.4:
            lines += [pad + "else:"] + self.block(depth, indent + 4, loop, handler)
        return lines

    def try_(self, depth, indent, loop, handler):
        r, pad = self.random, " " * indent
        lines = [pad + "try:"] + self.block(depth, indent + 4, loop, handler)
        handlers = r.choice([0, 1, 1, 1, 2])
        for _ in range(handlers):
            lines += [pad + "except %s as e:" % r.choice(ERRORS), pad + "    w.log(type(e).__name__)"] + self.block(depth, indent + 4, loop, True)
        if handlers and r.random() < 0.2:
            lines += [pad + "except:"] + self.block(depth, indent + 4, loop, False)
        if handlers and r.random() < 0.3:
            lines += [pad + "else:"] + self.block(depth, indent + 4, loop, handler)
        if not handlers or r.random() < 0.5:
            lines += [pad + "finally:"] + self.block(depth, indent + 4, loop, handler)
        return lines

    def with_(self, depth, indent, loop, handler):
        r, pad = self.random, " " * indent
        guards = ", ".join("Guard(w, %d%s)%s" % (self.tag(), r.choice(["", ", KeyError", ", Exception"]), r.choice(["", " as v"])) for _ in range(r.choice([1, 1, 2])))
        word = "async with" if self.asynchronous and r.random() < 0.5 else "with"
        if r.random() < 0.2:
            guards = "(" + guards + ")"
        return [pad + "%s %s:" % (word, guards)] + self.block(depth, indent + 4, loop, handler)

    def match_(self, depth, indent, loop, handler):
        r, pad = self.random, " " * indent
        lines = [pad + "match %s:" % r.choice(["w()", "[w(), w()]", "{'k': w()}", "w.n"])]
        for case in r.sample(["True", "[True, v]", "[_, False as v]", "{'k': True}", "{'k': v, **z} if v", "int(v) if w()", "[*v]"], 2):
            lines += [pad + "    case %s:" % case] + self.block(depth, indent + 8, loop, handler)
        if r.random() < 0.5:
            lines += [pad + "    case _:"] + self.block(depth, indent + 8, loop, handler)
        return lines

    def body(self):
        return ["    v = 0"] + self.block(4, 4, False)


def bits(r):
    return r.choice([0, -1, 0x5555555555, r.getrandbits(40), r.getrandbits(40), r.getrandbits(40), r.getrandbits(40)])


def plain_flow(r):
    lines = ["def flow(w):"] + Flow(r, "plain").body()
    return lines + ["for n in %s:" % [bits(r) for _ in range(8)], "    w = Will(n)", "    show(attempt_all(flow, w), w.trace)"]


def module_flow(r):
    """The same at the module's level, where names are no registers."""
    flow = Flow(r, "plain")
    body = [line[4:] for line in flow.body() if "return" not in line]
    body = [line + " pass" if line.endswith("if w():") else line for line in body]
    text = "\n".join(body)
    return ["for n in %s:" % [bits(r) for _ in range(3)], "    w = Will(n)", "    text = %r" % text,
            "    show(attempt(exec, text, dict(globals(), w=w)), w.trace)"]


def steps(r):
    choices = ["None"] * 6 + ["%d" % r.randrange(90), "'x'", "KeyError(1)", "ValueError(2)", "GeneratorExit()", "StopIteration(3)", "'close'"]
    return "[%s]" % ", ".join(["None"] * r.randrange(3) + [r.choice(choices) for _ in range(r.randrange(2, 9))] + ["None"])


def generator_flow(r):
    lines = ["def sub(w):"] + [line.replace("keep(sub(w))", "Few(1)") for line in Flow(r, "generator").body()] if r.random() < 0.6 else ["sub = Few", "sub = lambda w: Few(2, KeyError(9))"]
    lines += ["def flow(w):"] + Flow(r, "generator").body() + ["    yield v" if r.random() < 0.7 else "    return (yield)"]
    for _ in range(5):
        lines += ["w = Will(%d)" % bits(r), "drive(flow(w), %s)" % steps(r), "show(w.trace)"]
    return lines + ["w = Will(%d)" % bits(r), "show(attempt(list, flow(w)), w.trace)"]


def coroutine_flow(r):
    lines = ["async def sub(w):"] + ([line.replace("keep(sub(w))", "Pause(w.n)") for line in Flow(r, "coroutine").body()] if r.random() < 0.6 else ["    return await Pause(w.n)"])
    lines += ["async def flow(w):"] + Flow(r, "coroutine").body() + ["    return w.log('end')"]
    for _ in range(5):
        lines += ["w = Will(%d)" % bits(r), "drive(flow(w), %s)" % steps(r), "show(w.trace)"]
    return lines + ["w = Will(%d)" % bits(r), "show(finish(flow(w)), w.trace)"]


def async_generator_flow(r):
    lines = ["async def sub(w):", "    return await Pause(w.n)"]
    lines += ["async def flow(w):"] + Flow(r, "async generator").body() + ["    yield v"]
    for _ in range(5):
        lines += ["w = Will(%d)" % bits(r), "drive_async(flow(w), %s)" % steps(r), "show(w.trace)"]
    lines += ["async def main(w):", "    return [i async for i in keep(flow(w))%s]" % r.choice(["", " if i", " if await Pause(i)"])]
    return lines + ["w = Will(%d)" % bits(r), "show(finish(main(w)), w.trace)"]


class Scopes:
    """Functions, classes and comprehensions in each other that share a few names, declared in all ways. The result may be no program:
    then both must say why in the same words."""

    NAMES = "abc"

    def __init__(self, random):
        self.random, self.number = random, 0

    def name(self):
        return self.random.choice(self.NAMES)

    def block(self, depth, indent, kind):
        r, pad, lines = self.random, " " * indent, []
        if kind != "module" and r.random() < 0.5:
            word = "nonlocal" if kind != "class" and indent > 4 and r.random() < 0.6 else "global"
            lines.append(pad + "%s %s" % (word, ", ".join(r.sample(self.NAMES, r.choice([1, 1, 2])))))
        for _ in range(r.randrange(1, 5)):
            lines += self.statement(depth, indent, kind)
        return lines + [pad + "show(%d, %s)" % (indent, ", ".join("attempt(lambda: %s)" % n for n in self.NAMES))]

    def statement(self, depth, indent, kind):
        r, pad = self.random, " " * indent
        self.number += 1
        n = self.number
        if depth <= 0 or r.random() < 0.6:
            return [pad + self.simple(n)]
        word = r.choice(["def", "def", "class", "for", "try", "generator", "lambda"])
        if word == "def":
            parameters = ", ".join(r.sample(["a", "b=1", "*c"], r.randrange(3))) if r.random() < 0.5 else ""
            parameters = ", ".join(sorted(parameters.split(", "), key=lambda p: "*" in p or "=" in p)) if parameters else ""
            parameters = "b=1, *c" if parameters == "*c, b=1" else parameters
            return [pad + "def f%d(%s):" % (n, parameters)] + self.block(depth - 1, indent + 4, "function") + [pad + "show(%d, attempt(f%d), attempt(f%d, 7))" % (n, n, n)]
        if word == "class":
            return [pad + "class C%d:" % n] + self.block(depth - 1, indent + 4, "class") + [pad + "show(%d, sorted(k for k in C%d.__dict__ if len(k) == 1))" % (n, n)]
        if word == "for":
            return [pad + "for %s in range(2):" % self.name()] + self.statement(depth - 1, indent + 4, kind)
        if word == "generator":
            return [pad + "def g%d():" % n] + self.block(depth - 1, indent + 4, "function") + [pad + "    yield %s" % self.name(), pad + "show(%d, attempt(lambda: list(g%d())))" % (n, n)]
        if word == "lambda":
            return [pad + "f%d = lambda %s=%d: (%s, [%s for %s in (1, 2)], lambda: %s)[:2]" % (n, self.name(), n, self.name(), self.name(), self.name(), self.name()), pad + "show(%d, attempt(f%d))" % (n, n)]
        return [pad + "try:"] + self.statement(depth - 1, indent + 4, kind) + [pad + "except NameError as %s: show(str(%s))" % ((self.name(),) * 2)]

    def simple(self, n):
        r, a, b, c = self.random, self.name(), self.name(), self.name()
        return r.choice(["%s = %d" % (a, n), "%s += 1" % a, "del %s" % a, "show(%s)" % a, "%s = %s" % (a, b), "show([%s for %s in range(2)], %s)" % (a, b, c), "show(attempt(lambda: (%s := %d)))" % (a, n) if r.random() < 0.3 else "show((%s := %d), %s)" % (a, n, b),
                         "show([(%s := i) for i in range(2)], %s)" % (a, b), "show([[%s for %s in range(%s)] for %s in range(3)])" % (a, b, c, c), "show(*(%s for %s in [%s]))" % (a, b, c), "show({%s: %s for %s in 'xy' if %s})" % (a, b, b, c),
                         "import sys as %s; %s = 5" % (a, a), "with open_(%d) as %s: pass" % (n, a), "for %s, %s in [(1, 2)]: show(%s)" % (a, b, c), "%s, *%s = 1, 2, 3" % (a, b), "show(eval('%s'))" % a, "exec('%s = %d')" % (a, n), "show([lambda: %s for %s in range(2)][0]())" % (a, b),
                         "show(sorted(k for k in locals() if len(k) == 1))" if r.random() < 0.3 else "show(%s)" % a, "show('%s' in globals())" % a, "try: %s.x\nexcept AttributeError: pass" % a if 0 else "show(%s if 1 else %s)" % (a, b), "show([[(%s, %s) for %s in (1, %s)] for %s in (5,)])" % (a, b, a, b, b),
                         "print(f'{%s!r:>{%s}}')" % (a, r.choice("579")), "show((lambda %s, *%s: (%s, %s, %s))(1, 2))" % (("a", "b", a, b, c))])


def scopes(r):
    made = Scopes(r)
    lines = ["class open_:", "    def __init__(self, n): self.n = n", "    def __enter__(self): return self.n", "    def __exit__(self, *e): return True", "a = 'A'", "b = 'B'", "def outer(a=10, c=30):"]
    lines += ["    b = 20"] + made.block(4, 4, "function") + ["show(attempt(outer), attempt(outer, 11))"] + made.block(2, 0, "module")
    return ["run_text(%r)" % ("\n".join(lines) + "\n")]


def unpacking(r):
    """Targets in targets, and values of the right and of the wrong shape."""
    names = map("v%d".__mod__, itertools.count())
    def target(depth):
        kind = r.random()
        if depth <= 0 or kind < 0.5:
            return r.choice([next(names), next(names), next(names), "o.%s" % r.choice("xy"), "l[%d]" % r.randrange(4), "l[%d:]" % r.randrange(4), "m_['%s']" % r.choice("kl")])
        parts = [target(depth - 1) for _ in range(r.randrange(1, 4))]
        if r.random() < 0.5:
            at = r.randrange(len(parts))
            parts[at] = "*" + (parts[at] if not parts[at].startswith("[") else next(names))
        return "[%s]" % ", ".join(parts)
    def value(depth):
        if depth <= 0 or r.random() < 0.3:
            return r.choice(["1", "'ab'", "(1, 2)", "[3, 4, 5]", "range(2)", "Few(2)", "Few(1, KeyError(1))", "{1: 2}", "b'xyz'", "()", "iter([7, 8])", "None", "{5}", "(i for i in 'pq')"])
        return "[%s]" % ", ".join(("*" if r.random() < 0.15 else "") + value(depth - 1) for _ in range(r.randrange(1, 5)))
    lines = []
    for _ in range(4):
        made = target(3)
        known = sorted(set(part for part in re.findall(r"v\d+", made)))
        show = "show(%s)" % ", ".join(known + ["sorted(o.__dict__.items())", "l", "m_"])
        head = "for %s in [%s, %s]:" % (made, value(3), value(3)) if r.random() < 0.3 else "if 1: %s = %s" % (made + (" = z" if r.random() < 0.2 else ""), value(3))
        lines += ["class O: pass", "o, l, m_ = O(), [0, 1, 2, 3], {}", "def f():", "    try:", "        %s" % head, "        " + ("    " if head.startswith("for") else "") + show, "    except Exception as e:", "        report(e)", "        show(sorted(o.__dict__.items()), l, m_)", "f()"]
    return lines


def comprehension(r):
    names = "ijk"
    def source(depth, known):
        return r.choice(["range(%d)" % r.randrange(1, 4), "'xy'", "[1, 0, 2]", "(3, 4)", "{1: 2}.items()", "Few(2)"] + ["range(%s if isinstance(%s, int) else 2)" % (n, n) for n in known] + ([made(depth - 1, known)] if depth > 0 else []))
    def element(depth, known):
        n = r.choice(known)
        return r.choice([n, "(%s,)" % ", ".join(known), "%s == 1" % n, "[%s]" % n, "(lambda: %s)()" % n, "(lambda %s=%s: [%s])()" % (n, n, n), "(z := %s)" % n, "f'{%s}'" % n, "[q for q in (%s, outer)]" % n, "str(%s) + 's'" % n] + ([made(depth - 1, known)] if depth > 0 else []))
    def made(depth, known=()):
        known, clauses = list(known), []
        for _ in range(r.choice([1, 1, 2])):
            n = r.choice(names)
            clauses.append("for %s in %s" % (n, source(depth, known)))
            known.append(n)
            if r.random() < 0.4:
                clauses.append("if %s" % r.choice(["%s" % n, "%s != 1" % n, "not %s" % n, "(y := %s)" % n, "%s in (0, 1, 'x')" % n]))
        clauses = " ".join(clauses)
        e = element(depth, known)
        return r.choice(["[%s %s]" % (e, clauses), "list(%s %s)" % (e, clauses), "[*(%s %s)]" % (e, clauses), "{str(%s): %s %s}" % (r.choice(known), e, clauses), "sorted({repr(%s) %s})" % (e, clauses), "tuple(%s %s)" % (e, clauses)])
    lines = ["def f(outer):", "    y = z = 0"]
    lines += ["    each(lambda: %s)" % made(2).replace("(z := ", "(").replace("(y := ", "(") for _ in range(2)]
    for _ in range(3):
        lines += ["    try: show(%s, y, z)" % made(2), "    except Exception as e: report(e)"]
    text = "\n".join(lines + ["f(5)"])
    return ["run_text(%r)" % ("\n".join(["class Few:", "    def __init__(self, n): self.n = n", "    def __iter__(self): return iter(range(self.n))", text]) + "\n")]


SUBJECTS = [(3, plain_flow), (1, module_flow), (3, generator_flow), (2, coroutine_flow), (2, async_generator_flow), (3, scopes), (2, unpacking), (2, comprehension)]
