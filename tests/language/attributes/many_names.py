# More names than there are slots.
class Bag:
    pass


b = Bag()
for i in range(200):
    setattr(b, "attr%d" % i, i)
print(sum(getattr(b, "attr%d" % i) for i in range(200)), len(b.__dict__))
for i in range(0, 200, 2):
    delattr(b, "attr%d" % i)
print(sum(getattr(b, "attr%d" % i, 0) for i in range(200)), hasattr(b, "attr0"), b.attr1)
c = Bag()
c.attr5 = "mine"
c.fresh = 1
print(c.attr5, c.fresh, b.attr5, hasattr(b, "fresh"), c.__dict__)
