import asyncio
import sys
import aiohttp


async def main():
    async with aiohttp.ClientSession("http://127.0.0.1:" + sys.argv[1]) as session:
        async with session.get("/board.json") as answer:
            print(answer.status, "clock" in await answer.json())


asyncio.run(main())
