# aiter, anext with and without a default, breakpoint.
async def ag():
    for i in range(2): yield i
class AI:
    def __aiter__(self): return self
    async def __anext__(self): raise StopAsyncIteration
def run(c):
    try:
        while True: c.send(None)
    except StopIteration as e: return e.value
async def main():
    it = aiter(ag())
    print(await anext(it), await anext(it), await anext(it, 'dflt'))
    try: await anext(it)
    except StopAsyncIteration as e: print('stop', e.args)
    print(await anext(AI(), 5), aiter(AI()).__class__)
    for bad in (lambda: aiter(5), lambda: anext(5), lambda: aiter([]), lambda: anext(), lambda: anext(1,2,3)):
        try: bad()
        except TypeError as e: print(e)
run(main())
import sys
sys.breakpointhook = lambda *a, **k: print('bp', a, k)
breakpoint(); breakpoint(1, x=2)
