# help tells what an object says of itself.
def documented(a):
    """Does what it says.

    In two lines."""


class Thing:
    """A thing."""

    def method(self):
        """Does something."""

    size = 5


help(documented)
help(Thing)
help(len)
print(documented.__doc__, Thing.__doc__, Thing.method.__doc__, len.__doc__ is not None)
