import asyncio


async def handle(reader, writer):
    data = await reader.read(100)
    writer.write(data[::-1])
    writer.close()


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    t = asyncio.create_task(server.serve_forever())
    for text in (b"abc", b"12345"):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(text)
        print(await reader.read())
        writer.close()
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled", server.is_serving())
    try:
        await asyncio.start_server(handle, "127.0.0.1", 0, backlog=3, sock=None)
        print("another")
    except OSError as e:
        print(e)


asyncio.run(main())
