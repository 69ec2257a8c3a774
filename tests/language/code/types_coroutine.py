# types.coroutine makes the generators of a function awaitable; others are not.
import types
def co3(): yield
@types.coroutine
def ac(x):
    y = yield x
    return y
async def use():
    print('got', await ac(5)); return 9
u=use(); print(u.send(None))
try: u.send(8)
except StopIteration as e: print(e.value)
async def bad(): await co3()
try: bad().send(None)
except TypeError as e: print(e)
