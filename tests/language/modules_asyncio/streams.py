import asyncio


async def handle(reader, writer):
    while True:
        line = await reader.readline()
        if not line:
            break
        writer.write(line.upper())
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def talk(port, words):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answers = []
    for word in words:
        writer.write(word + b"\n")
        await writer.drain()
        answers.append(await reader.readline())
    writer.write_eof()
    answers.append(await reader.read())
    answers.append((reader.at_eof(), writer.is_closing()))
    writer.close()
    await writer.wait_closed()
    answers.append(writer.is_closing())
    return answers


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    print(server.is_serving())
    async with server:
        print(await talk(port, [b"one", b"two"]))
        for answers in await asyncio.gather(*(talk(port, [b"%d" % n] * 3) for n in range(5))):
            print(answers)
    print(server.is_serving())
    try:
        await asyncio.open_connection("127.0.0.1", port)
    except OSError as e:
        print(type(e).__name__)


asyncio.run(main())
