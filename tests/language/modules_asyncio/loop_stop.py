import asyncio

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(loop.is_running(), loop.is_closed())


async def f():
    print("running", loop.is_running(), asyncio.get_running_loop() is loop)
    loop.stop()
    print("after stop()")
    await asyncio.sleep(0)
    print("second run")
    loop.stop()


task = loop.create_task(f())
loop.run_forever()
print("stopped", loop.is_running(), task.done())
loop.run_forever()
loop.run_until_complete(asyncio.sleep(0))
print(task.done())
loop.stop()
loop.run_forever()
future = loop.create_future()
loop.call_soon(loop.stop)
try:
    loop.run_until_complete(future)
except RuntimeError as e:
    print(e)
loop.close()
loop.close()
print(loop.is_closed())
asyncio.set_event_loop(None)
