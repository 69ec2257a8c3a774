# yield from something that is no generator: send(), throw() and close() find its methods, or do without.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


class Plain:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration("end")
        return self.n


class Full(Plain):
    def send(self, v):
        print("send", v)
        return ("sent", v)
    def throw(self, *a):
        print("throw", a[0] if isinstance(a[0], BaseException) is False else type(a[0]))
        return "thrown"
    def close(self): print("close")


def through(it):
    try:
        r = yield from it
        yield ("result", r)
    finally:
        print("left")


t = through(Plain())
print(next(t), next(t), attempt(lambda: t.send(5)))
t = through(Plain())
print(list(t))
t = through(Plain())
next(t)
print(attempt(lambda: t.throw(KeyError(1))))
t = through(Plain())
next(t)
t.close()
t = through(Full())
print(next(t), t.send(7), t.throw(KeyError), next(t))
t.close()
t = through(5)
print(attempt(lambda: next(t)))
