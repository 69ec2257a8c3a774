import contextlib
import os

before = os.getcwd()
with contextlib.chdir("/"):
    print(os.getcwd())
    with contextlib.chdir("/tmp"):
        print(os.getcwd())
    print(os.getcwd())
print(os.getcwd() == before)


async def values():
    try:
        yield 1
    finally:
        print("closed")


async def main():
    async with contextlib.aclosing(values()) as v:
        print(await v.__anext__())


try:
    main().send(None)
except StopIteration:
    print("end")
