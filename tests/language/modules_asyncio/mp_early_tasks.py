"""MicroPython lets tasks be made before anything runs."""
import asyncio


async def worker(name):
    for n in range(2):
        print(name, n)
        await asyncio.sleep_ms(1)


async def main():
    print("main")
    await asyncio.sleep_ms(40)


asyncio.create_task(worker("early"))
asyncio.run(main())

asyncio.new_event_loop()
task = asyncio.create_task(worker("again"))
asyncio.get_event_loop().run_until_complete(task)
asyncio.create_task(worker("third"))
asyncio.run_until_complete(asyncio.get_event_loop().create_task(asyncio.sleep_ms(20)))
