import asyncio


async def silent(reader, writer):
    print("connected", await reader.read())
    writer.close()


async def main():
    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        await asyncio.wait_for(reader.readline(), 0.02)
    except asyncio.TimeoutError:
        print("timeout")
    t = asyncio.create_task(reader.readexactly(5))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled")
    writer.write(b"still works")
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    await asyncio.sleep(0.02)
    server.close()
    await server.wait_closed()


asyncio.run(main())
