# help tells what an object says of itself, and runs nothing of it but __repr__ of constants.
def documented(a, /, b=2, *args, c, d="x", **kw):
    """Does what it says.

    In two lines.
      indented
    """


class Base:
    pass


class Thing(Base):
    """A thing."""

    def __init__(self, n):
        """Makes it."""

    def method(self, x=1):
        """Does something.

        More of it."""

    @property
    def size(self):
        """How big."""
        raise SystemExit

    @classmethod
    def make(cls, n):
        "Makes one."

    @staticmethod
    def plain(*, a):
        pass

    speed = 5

    class Inner:
        "Inside."


for thing in (documented, Thing, Thing(1), len, Thing(1).method, Thing.make, Thing.__dict__["size"], [].append, lambda x, *y: 0, "heapq.heapify", list.append, "str.join", help, range(3)):
    help(thing)
    print("--")
print(documented.__doc__, Thing.__doc__, Thing.method.__doc__, len.__doc__ is not None)
try:
    help("nonsense")
except ImportError as e:
    print(e)
