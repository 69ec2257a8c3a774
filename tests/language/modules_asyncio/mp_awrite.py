import asyncio


class Sink:
    def __init__(self):
        self.got = b""

    def ioctl(self, request, argument):
        return argument & 4

    def write(self, data):
        data = bytes(data[:3])
        self.got += data
        return len(data)

    def close(self):
        print("closed", self.got)


async def main():
    sink = Sink()
    writer = asyncio.StreamWriter(sink, {})
    writer.write(b"hello ")
    print(sink.got, writer.out_buf)
    await writer.drain()
    print(sink.got, writer.out_buf)
    await writer.awrite(b"abcdef", 1, 3)
    await writer.awrite(b"xyz123", 3)
    writer.write(b"at the end")
    writer.close()
    print(writer.is_closing())
    await writer.wait_closed()
    await writer.aclose()


asyncio.run(main())
