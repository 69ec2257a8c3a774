# Coroutines driven by hand.
class Wait:
    def __init__(self, v): self.v = v
    def __await__(self):
        r = yield self.v
        return r
async def leaf(x):
    got = await Wait(x)
    return (x, got)
async def middle():
    a = await leaf(1)
    b = await leaf(2)
    return a, b
c = middle()
print(c.send(None), c.send("one"))
try:
    c.send("two")
except StopIteration as e:
    print(e.value)
try:
    c.send(None)
except RuntimeError as e:
    print(e)
async def fails():
    try:
        await Wait("w")
    except ValueError as e:
        print("caught", e)
        raise KeyError("k")
f = fails()
f.send(None)
try:
    f.throw(ValueError("thrown"))
except KeyError as e:
    print("KeyError", e)
async def bad(): await 5
try:
    bad().send(None)
except TypeError as e:
    print(e)
class ACM:
    async def __aenter__(self):
        print("aenter", await Wait("enter"))
        return self
    async def __aexit__(self, *a):
        print("aexit", a[0])
        return True
async def use():
    async with ACM() as m:
        raise OSError("x")
    return "used"
u = use()
print(u.send(None))
try:
    u.send("E")
except StopIteration as e:
    print(e.value)
print(type(c).__name__)
