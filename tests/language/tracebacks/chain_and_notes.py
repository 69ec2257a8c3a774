class Failure(Exception):
    pass
def f(x):
    return g(x) + 1
def g(x):
    raise Failure("deep %d" % x)
class A:
    def method(self):
        f(3)
try:
    A().method()
except Failure as e:
    e.add_note("note one")
    e.add_note("two\nlines")
    raise ValueError("outer") from e
