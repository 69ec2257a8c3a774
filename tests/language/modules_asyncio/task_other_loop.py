import asyncio

other = asyncio.new_event_loop()
future = other.create_future()


async def main():
    try:
        await future
    except RuntimeError as e:
        print("attached to a different loop" in str(e))


asyncio.run(main())
other.close()
try:
    other.call_soon(print)
except RuntimeError as e:
    print(e)
try:
    other.run_forever()
except RuntimeError as e:
    print(e)
