import asyncio
import random

random.seed(3)


async def main():
    loop = asyncio.get_running_loop()
    seen = []
    delays = [random.randrange(100) for _ in range(300)]
    base = loop.time() + 0.01
    handles = [loop.call_at(base + d / 5000, seen.append, d) for d in delays]
    cancelled = set(random.sample(range(300), 100))
    for n in cancelled:
        handles[n].cancel()
    await asyncio.sleep(0.1)
    print(len(seen), seen == sorted(seen))
    print(sorted(seen) == sorted(d for n, d in enumerate(delays) if n not in cancelled))
    print(handles[min(cancelled)].cancelled(), sum(h.cancelled() for h in handles))


asyncio.run(main())
