"""What every generated program begins with: the variables that templates use, and functions that show values in a form that does
not depend on the order of sets. It is run by both interpreters, in front of each program."""
ticks = 0


def tick():
    global ticks
    ticks += 1
    if ticks > 400: raise RuntimeError("tired")


def plain(v, depth=0):
    if depth > 6: return "..."
    if isinstance(v, (set, frozenset)): return type(v).__name__ + str(sorted(map(repr, v)))
    if type(v) in (list, tuple) and len(v) < 40: return type(v).__name__[0] + str([plain(x, depth + 1) for x in v])
    if type(v) is dict: return "{" + ", ".join([repr(k) + ": " + plain(x, depth + 1) for k, x in v.items()]) + "}"
    return repr(v)


def show(*values): print(*[plain(v)[:400] for v in values])


def report(e):
    n = 0
    while e is not None and n < 12:
        print("!", type(e).__name__, str(e)[:200], [plain(x)[:60] for x in e.args])
        e = e.__cause__ or (None if e.__suppress_context__ else e.__context__)
        n += 1


def cut(v):
    if type(v) is int: return v if abs(v) < 10**30 else v % 10**9
    return v[:50]


def attempt(f, *args, **named):
    try: return f(*args, **named)
    except Exception as e: return type(e).__name__ + ": " + str(e)[:200]


def each(*calls):
    """Shows what each call gives, one a line."""
    for call in calls: show(attempt(call))


def run_text(text, words=True):
    """Runs a text of its own, which may be no program; `words` says whether its SyntaxError's message counts."""
    scope = {"__name__": "text", "show": show, "report": report, "attempt": attempt, "plain": plain}
    try: code = compile(text, "text", "exec")
    except SyntaxError as e:
        print("! SyntaxError", e.msg if words else "")
        return
    try: exec(code, scope)
    except Exception as e: report(e)


class Will:
    """Decides branches from the bits of a number, and remembers what happened."""

    def __init__(self, bits): self.bits, self.n, self.trace = bits, 0, []

    def __call__(self):
        self.n += 1
        if self.n > 50: raise RuntimeError("tired")
        return bool(self.bits >> self.n % 37 & 1)

    def log(self, what):
        self.trace.append(what)
        if len(self.trace) > 150: raise RuntimeError("tired")
        return what


class Guard:
    """A context manager that logs; it swallows what its `swallow` names."""

    def __init__(self, w, tag, swallow=None): self.w, self.tag, self.swallow = w, tag, swallow

    def __enter__(self): return self.w.log("+%s" % self.tag)

    def __exit__(self, kind, e, trace):
        self.w.log("-%s%s" % (self.tag, kind and kind.__name__))
        return self.swallow is not None and kind is not None and issubclass(kind, self.swallow)

    async def __aenter__(self):
        await Pause(self.tag)
        return self.__enter__()

    async def __aexit__(self, *what):
        await Pause(self.tag)
        return self.__exit__(*what)


class Pause:
    def __init__(self, v): self.v = v

    def __await__(self):
        got = yield self.v
        return got


class Few:
    """An iterable of n items that may fail in the end; both kinds of iteration."""

    def __init__(self, n, error=None): self.n, self.error, self.i = n, error, 0

    def __iter__(self):
        for i in range(self.n): yield i
        if self.error: raise self.error

    def __aiter__(self): return Few(self.n, self.error)

    async def __anext__(self):
        await Pause("next")
        self.i += 1
        if self.i <= self.n: return self.i
        raise self.error or StopAsyncIteration


kept = []


def keep(it):
    """A generator that is dropped while it waits is closed at once by one interpreter, later by the other: nobody drops it."""
    kept.append(it)
    return it


def drive(it, steps):
    """Works a generator or coroutine by hand: each step is None, a value to send, an exception to throw, or "close"."""
    for step in steps:
        if step == "close": result = attempt(it.close)
        elif isinstance(step, BaseException): result = attempt_all(it.throw, step)
        else: result = attempt_all(it.send, step)
        show(step if not isinstance(step, BaseException) else type(step).__name__, result)
    end(it)


def end(it):
    """Closes what is left over at once, lest the collector does it at some time."""
    keep(it)
    for i in range(9):
        try: it.close()
        except RuntimeError: continue
        except Exception: pass
        break


def attempt_all(f, *args):
    try: return f(*args)
    except StopIteration as e: return ("end", e.value)
    except StopAsyncIteration: return "async end"
    except BaseException as e:
        report(e)
        return "raised"


def drive_async(agen, steps):
    """Works an asynchronous generator: each step makes an awaitable, which is driven to its end."""
    for step in steps:
        if step == "close": awaitable = attempt_all(agen.aclose)
        elif isinstance(step, BaseException): awaitable = attempt_all(agen.athrow, step)
        else: awaitable = attempt_all(agen.asend, step)
        show(type(step).__name__, *finish(awaitable))
    keep(agen)
    for i in range(9): finish(agen.aclose())


def finish(awaitable):
    """All that an awaitable yields, then how it ends."""
    if not hasattr(awaitable, "send"): return [awaitable]
    seen = []
    for i in range(30):
        result = attempt_all(awaitable.send, None if i == 0 else i)
        seen.append(result)
        if isinstance(result, tuple) or result in ("async end", "raised"): break
    end(awaitable)
    return seen


class Box:
    def __init__(self, v=0): self.v = v
    def __repr__(self): return "Box(%r)" % (self.v,)
    def __eq__(self, o): return isinstance(o, Box) and self.v == o.v
    def __lt__(self, o): return self.v < o.v
    def __hash__(self): return 7
    def __add__(self, o): return Box(self.v + (o.v if isinstance(o, Box) else o))
    def __radd__(self, o): return Box(o + self.v)
    def __iter__(self): yield from (self.v, self.v)
    def __len__(self): return self.v % 3 if isinstance(self.v, int) else 1
    def __getitem__(self, i): return (self.v, i)
    def __contains__(self, x): return x == self.v
    def __call__(self, *a, **k): return (self.v, a, k)
    def __enter__(self): print("enter", self.v); return self
    def __exit__(self, t, e, tb): print("exit", t and t.__name__); return t is KeyError
    def __format__(self, spec): return "<%s|%s>" % (self.v, spec)
    def __getattr__(self, n):
        if n == "w": return self.v
        raise AttributeError(n)


def check():
    """Shows all variables, and puts those right that have lost their kind."""
    global a, b, c, x, y, s, t, u, xs, ys, ss, p, q, d, e_, m, n_, box
    show(a, b, c, x, y, s, t, u, xs, ys, ss, p, q, d, e_, m, n_, box)
    if type(a) is not int or abs(a) > 10**30: a = 5
    if type(b) is not int or abs(b) > 10**30: b = -3
    if type(c) is not int or abs(c) > 10**30: c = 1000003
    if type(x) is not float: x = 2.5
    if type(y) is not float: y = -0.1
    if type(s) is not str or len(s) > 40: s = "Hello, World"
    if type(t) is not str or len(t) > 40: t = "\u00e9\u4e16\U0001f600x"
    if type(u) is not bytes or len(u) > 40: u = b"ab\xff\0"
    if type(xs) is not list or len(xs) > 12 or any(type(i) is not int for i in xs): xs = [3, 1, 2]
    if type(ys) is not list or len(ys) > 12 or any(type(i) is not int for i in ys): ys = [5, -5, 0, 9]
    if type(ss) is not list or len(ss) > 12 or any(type(i) is not str for i in ss): ss = ["b", "", "Abc"]
    if type(p) is not tuple or len(p) > 12: p = (1, "two", 3.0)
    if type(q) is not tuple or len(q) > 12: q = ()
    if type(d) is not dict or len(d) > 12: d = {"k": 1, "l": 2}
    if type(e_) is not dict or len(e_) > 12: e_ = {1: "x", 2: "y"}
    if type(m) is not set or len(m) > 12 or any(type(i) is not int for i in m): m = {1, 2, 3}
    if type(n_) is not set or len(n_) > 12 or any(type(i) is not int for i in n_): n_ = {3, 4}
    if type(box) is not Box: box = Box(4)


a = b = c = x = y = s = t = u = xs = ys = ss = p = q = d = e_ = m = n_ = box = None
check()
