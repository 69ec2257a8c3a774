import asyncio


class Odd:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        try:
            got = yield self.value
            print("got", got)
        except RuntimeError as e:
            print("RuntimeError", str(e)[:19])
        return "over"


async def main():
    print(await Odd(None))
    print(await Odd(5))
    print(await Odd("text"))
    task = asyncio.current_task()
    try:
        await task
    except RuntimeError as e:
        print(str(e)[:27])


asyncio.run(main())
