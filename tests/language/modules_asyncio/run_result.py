import asyncio


async def main():
    return 42


async def failing():
    raise LookupError("gone")


print(asyncio.run(main()))
try:
    asyncio.run(failing())
except LookupError as e:
    print(repr(e))
for wrong in (main, 3, None):
    try:
        asyncio.run(wrong)
    except ValueError as e:
        print(str(e)[:24])
