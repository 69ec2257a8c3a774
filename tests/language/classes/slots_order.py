# Which of several mistakes of a class with __slots__ is told, and whose slots they are.
def make(f):
    try:
        return f()
    except Exception as e:
        print(type(e).__name__, e)


class Plain: pass
class Below(Plain): pass
class Slotted:
    __slots__ = "w"
class Again(Slotted):
    __slots__ = ["w"]
class Further(Slotted): pass


make(lambda: type("K", (Plain, Below), {"__slots__": "__dict__"}))
make(lambda: type("K", (Plain, Below), {"__slots__": ("z", "__dict__"), "z": 1}))
make(lambda: type("K", (Plain, Below), {"__slots__": ("z",), "z": 1}))
make(lambda: type("K", (Plain, Below), {"__slots__": 0}))
make(lambda: type("K", (Plain, Below), {"__slots__": ("1",)}))
make(lambda: type("K", (Plain, Below), {}))
make(lambda: type("K", (), {"__slots__": ("__dict__", "__dict__")}))
make(lambda: type("K", (int,), {"__slots__": ("a",)}))
make(lambda: type("K", (tuple,), {"__slots__": ()}))
make(lambda: type("K", (Plain, Slotted), {"__slots__": "__dict__"})().__dict__)
make(lambda: type("K", (Slotted,), {"__slots__": "__dict__"})().__dict__)
print(Slotted.w, Again.w, Further.w, Again.w.__objclass__)

o = Slotted()
make(lambda: delattr(o, "w"))
make(lambda: o.w)
make(lambda: delattr(o, "v"))
make(lambda: delattr(Further(), "w"))
make(lambda: delattr(Further(), "v"))
o.w = 1
make(lambda: delattr(o, "w"))
make(lambda: o.w)
