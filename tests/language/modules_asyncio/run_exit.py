import asyncio


async def other():
    try:
        await asyncio.sleep(100)
    finally:
        print("other is ended")


async def main():
    asyncio.create_task(other())
    await asyncio.sleep(0)
    raise SystemExit(3)


try:
    asyncio.run(main())
except SystemExit as e:
    print("exit", e.code)


async def task():
    raise KeyboardInterrupt


async def main2():
    t = asyncio.create_task(task())
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print("main is cancelled")
        raise
    finally:
        print(t.done(), type(t.exception()).__name__)


try:
    asyncio.run(main2())
except KeyboardInterrupt:
    print("KeyboardInterrupt")
