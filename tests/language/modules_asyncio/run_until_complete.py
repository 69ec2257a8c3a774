import asyncio

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)


async def f(x):
    await asyncio.sleep(0)
    if x < 0:
        raise ValueError(x)
    return x * 2


print(loop.run_until_complete(f(2)))
print(loop.run_until_complete(loop.create_task(f(3))))
try:
    loop.run_until_complete(f(-1))
except ValueError as e:
    print(repr(e))
future = loop.create_future()
loop.call_soon(future.set_result, "set")
print(loop.run_until_complete(future), loop.run_until_complete(future))
for wrong in (5, None):
    try:
        loop.run_until_complete(wrong)
    except TypeError as e:
        print(e)
loop.close()
asyncio.set_event_loop(None)
