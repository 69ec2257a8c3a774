# Async generators and async for, driven by hand.
class Wait:
    def __await__(self):
        return (yield "wait")
def run(coro):
    log = []
    value = None
    try:
        while True:
            log.append(coro.send(None))
    except StopIteration as e:
        return e.value, log
async def agen(n):
    for i in range(n):
        if i % 2: await Wait()
        yield i
async def collect():
    out = []
    async for x in agen(5): out.append(x)
    else: out.append("else")
    return out
print(run(collect()))
async def comp(): return [x * 2 async for x in agen(4) if x != 1]
print(run(comp()))
async def manual():
    g = agen(2)
    a = await g.__anext__()
    b = await g.asend(None)
    try:
        await g.__anext__()
    except StopAsyncIteration:
        return a, b, "stop"
print(run(manual()))
async def cleanup():
    try:
        yield 1
        yield 2
    finally:
        await Wait()
        print("cleaned")
async def closing():
    g = cleanup()
    print(await g.__anext__())
    await g.aclose()
    return "closed"
print(run(closing()))
async def throwing():
    async def g():
        try:
            yield 1
        except ValueError as e:
            print("caught", e)
            yield 2
    a = g()
    await a.__anext__()
    return await a.athrow(ValueError("t"))
print(run(throwing()))
class Aiter:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.n += 1
        if self.n > 3: raise StopAsyncIteration
        return self.n
async def custom():
    return [x async for x in Aiter()]
print(run(custom()))
