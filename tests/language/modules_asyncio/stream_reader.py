import asyncio


async def main():
    r = asyncio.StreamReader()
    r.feed_data(b"first line\nsecond")
    print(await r.readline(), r.at_eof())
    r.feed_data(b" line\nabcdef--ghi--")
    print(await r.readline())
    print(await r.read(3), await r.readuntil(b"--"), await r.readexactly(3))
    asyncio.get_running_loop().call_soon(r.feed_data, b"late")
    print(await r.readexactly(6))
    r.feed_data(b"rest")
    r.feed_eof()
    try:
        await r.readexactly(10)
    except asyncio.IncompleteReadError as e:
        print(e, e.partial)
    print(await r.read(), await r.read(5), await r.readline(), r.at_eof())
    r = asyncio.StreamReader()
    r.feed_data(b"a\nb\nc")
    r.feed_eof()
    print([line async for line in r])
    r = asyncio.StreamReader()
    r.feed_data(b"no end")
    r.feed_eof()
    try:
        await r.readuntil(b"\r\n")
    except asyncio.IncompleteReadError as e:
        print(e, e.partial)
    for wrong in (r.readexactly(-1), r.readuntil(b"")):
        try:
            await wrong
        except ValueError as e:
            print(e)
    print(await r.read(0))
    r = asyncio.StreamReader(limit=8)
    r.feed_data(b"much longer than the limit\n")
    try:
        await r.readline()
    except ValueError as e:
        print(type(e).__name__)


asyncio.run(main())
