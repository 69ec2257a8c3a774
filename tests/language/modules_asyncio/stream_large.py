import asyncio

SIZE = 300000


async def send(reader, writer):
    writer.write(bytes(range(250)) * (SIZE // 250))
    await writer.drain()
    got = await reader.readexactly(4)
    print(got)
    writer.close()


async def main():
    server = await asyncio.start_server(send, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = await reader.readexactly(1000)
    rest = await reader.readexactly(SIZE - 1000)
    print(len(head), len(rest), sum(head) + sum(rest))
    writer.writelines([b"a", b"bc", b"d"])
    await writer.drain()
    print(await reader.read(), reader.at_eof())
    print(writer.get_extra_info("peername")[1] == port, writer.get_extra_info("nothing", 7))
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
