# Bases that are no classes say by __mro_entries__ what stands for them.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


class Base: pass
class Other: pass


class Stand:
    def __init__(self, *classes): self.classes = classes
    def __mro_entries__(self, bases):
        print(len(bases))
        return self.classes


class A(Stand(Base)): pass
class B(Stand(Base, Other), dict): pass
class C(Stand(), Base): pass
print(A.__bases__, B.__bases__, C.__bases__)
print(len(A.__orig_bases__), "__orig_bases__" in Base.__dict__)


class Wrong:
    def __mro_entries__(self, bases): return [Base]
def make(base):
    class X(base): pass
print(attempt(lambda: make(Wrong())))
print(attempt(lambda: make(None)) is not None)
