"""A connection whose callback fails is closed, and the server goes on."""
import asyncio


def handler(loop, context):
    print(context["message"], repr(context["exception"]))


async def serve(reader, writer):
    line = await reader.readline()
    if line == b"fail\n":
        raise ValueError("as wanted")
    writer.write(b"answer to " + line)
    writer.close()


async def ask(port, line):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(line)
    print(await reader.read())
    writer.close()
    await writer.wait_closed()


async def main():
    asyncio.get_running_loop().set_exception_handler(handler)
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        await ask(port, b"fail\n")
        await ask(port, b"question\n")


asyncio.run(main())
