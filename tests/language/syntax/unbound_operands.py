def f():
    with x: pass
    x = 1
def g():
    yield from y
    y = 1
async def h():
    await z
    z = 1
async def k():
    async for a in q: pass
    q = 1
async def l():
    async with q: pass
    q = 1
for t in (f, lambda: list(g()), lambda: h().send(None), lambda: k().send(None), lambda: l().send(None)):
    try: t()
    except Exception as e: print(type(e).__name__, e)
