import asyncio
from microdot import Microdot

app = Microdot()


@app.route("/")
async def index(request):
    return "Hello, world!"


@app.get("/double/<int:n>")
def double(request, n):
    return {"result": 2 * n, "q": request.args.get("q")}


@app.post("/echo")
async def echo(request):
    return request.json, 201


@app.get("/stream")
async def stream(request):
    async def parts():
        for i in range(3):
            yield "%d\n" % i
            await asyncio.sleep(0.01)

    return parts()


async def browse(port):
    async def ask(text):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(text.encode())
        await writer.drain()
        answer = (await reader.read()).decode()
        writer.close()
        return answer.split("\r\n")[0], answer.split("\r\n\r\n", 1)[1]

    print(await ask("GET / HTTP/1.0\r\n\r\n"))
    print(await asyncio.gather(*(ask("GET /double/%d?q=a%%20b HTTP/1.0\r\n\r\n" % n) for n in range(3))))
    print(await ask("POST /echo HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"a\": []}"))
    print(await ask("GET /stream HTTP/1.0\r\n\r\n"), await ask("GET /nosuch HTTP/1.0\r\n\r\n"))
    app.shutdown()


async def main():
    server = asyncio.create_task(app.start_server("127.0.0.1", 0))
    while app.server is None or not app.server.sockets:
        await asyncio.sleep(0.01)
    await browse(app.server.sockets[0].getsockname()[1])
    await server
    print("stopped")


asyncio.run(main())
