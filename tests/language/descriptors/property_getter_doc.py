# A doc that was given stays when the getter is replaced; one that was the getter's goes with it.
def documented(self):
    "the function's"


def plain(self):
    return 1


given = property(plain, doc="given")
borrowed = property(documented)
both = property(documented, None, None, "given")
for p in (given, borrowed, both, property(doc="alone"), property(plain)):
    print(p.__doc__, p.getter(documented).__doc__, p.getter(plain).__doc__, p.setter(documented).__doc__, p.deleter(plain).getter(plain).__doc__)
