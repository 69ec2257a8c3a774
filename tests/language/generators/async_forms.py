# async for, async with, async comprehensions and generators, driven by hand.
def run():
    class AI:
        def __init__(s,n): s.n=n
        def __aiter__(s): return s
        async def __anext__(s):
            if s.n==0: raise StopAsyncIteration
            s.n-=1; return s.n
    class ACM:
        async def __aenter__(s): print('aenter'); return 5
        async def __aexit__(s,*a): print('aexit',a[0]); return True
    class Aw:
        def __await__(s): x=yield 'y'; return x
    async def agen():
        for i in range(3):
            r=yield i
            if r: print('sent',r)
    async def main():
        async for x in AI(2): print('af',x)
        else: print('else')
        async with ACM() as v: print(v); raise ValueError
        print(await Aw())
        print([x async for x in agen()], {x:1 async for x in agen() if x}, [await Aw() for _ in range(1)])
        g=agen(); print(await g.__anext__(), await g.asend('s')); await g.aclose()
        try: await g.__anext__()
        except StopAsyncIteration: print('ended')
        print(sum([x async for x in (y*2 async for y in agen())]))
        async def inner(): return 7
        return await inner()
    c=main(); r=c.send(None)
    try:
        while True: print('y',r); r=c.send('in')
    except StopIteration as e: print(e.value)
    try: c.send(None)
    except RuntimeError as e: print(e)
    async def never(): pass
    n=never(); print(type(n).__name__); n.close()
    for src in ("await x","async with a: pass","async def f(): yield from x","[x async for x in y]", "async def f():\n yield\n return 1"):
        try: compile(src,'s','exec'); print('ok')
        except SyntaxError as e: print(e.msg)


run()
