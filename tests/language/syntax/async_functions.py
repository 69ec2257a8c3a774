class Wait:
    def __init__(self, v):
        self.v = v

    def __await__(self):
        r = yield self.v
        return (self.v, r)


def run(coro):
    out = []
    try:
        v = coro.send(None)
        while True:
            out.append(v)
            v = coro.send(len(out))
    except StopIteration as e:
        return e.value, out


async def one(x):
    r = await Wait(x)
    return r


async def two():
    a = await one("a")
    b = await one("b")
    return a, b, [await one(i) for i in range(2)], {await one(1): 1}, (await one(2))[0]


print(run(two()))


class Aiter:
    def __init__(self, n):
        self.n, self.i = n, 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.i == self.n:
            raise StopAsyncIteration
        self.i += 1
        await Wait("next")
        return self.i


async def loops():
    out = []
    async for x in Aiter(3):
        if x == 2:
            continue
        out.append(x)
    else:
        out.append("else")
    async for x in Aiter(5):
        if x == 2:
            break
    else:
        out.append("no")
    async for a, *b in agen_pairs():
        out.append((a, b))
    return out, x, [y async for y in Aiter(3) if y != 2], {y: y async for y in Aiter(2)}, [z for y in [1, 2] async for z in Aiter(y)]


async def agen_pairs():
    yield 1, 2
    yield "abc"


async def agen(n):
    try:
        for i in range(n):
            got = yield i
            await Wait(("got", got))
    finally:
        print("agen done")


async def uses():
    out = []
    async for v in agen(2):
        out.append(v)
    g = agen(5)
    out.append(await g.__anext__())
    out.append(await g.asend("x"))
    await g.aclose()
    e = (v * 2 async for v in agen(2))
    out.append([v async for v in e])
    f = (await one(v) for v in "ab")
    out.append([v async for v in f])
    return out


class Manager:
    def __init__(self, swallow=False):
        self.swallow = swallow

    async def __aenter__(self):
        await Wait("enter")
        return "managed"

    async def __aexit__(self, t, v, tb):
        await Wait("exit")
        print("aexit", t and t.__name__, v, tb is not None)
        return self.swallow


async def withs(kind):
    async with Manager() as m:
        print(m)
        if kind == "return":
            return m
    async with Manager(True), Manager():
        raise ValueError("v")
    for i in range(2):
        async with Manager():
            if kind == "break":
                break
    try:
        async with Manager():
            1 / 0
    except ZeroDivisionError as e:
        return str(e)


print(run(loops()))
print(run(uses()))
print(run(withs("return")))
print(run(withs("break")))


async def nested():
    async def inner():
        return await one("n")
    f = lambda: inner()
    return await f(), await inner() if await inner() else 0, not await one(1), -(await num())


async def num():
    return 5


print(run(nested()))
c = two()
print(c.__class__.__name__, agen(1).__class__.__name__)
c.close()


class Methods:
    async def m(self):
        return await one(self)

    async def __call__(self):
        return 1


print(run(Methods()())[0])


async def raising():
    try:
        await fails()
    except KeyError as e:
        return "caught", e.args


async def fails():
    await Wait("w")
    raise KeyError("k")


print(run(raising()))
