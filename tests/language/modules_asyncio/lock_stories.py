# Random stories of tasks that wait for a lock, are cancelled, and of a lock that somebody else gives back: who gets it, and in which round.
import asyncio
class Lcg:
    def __init__(s, seed): s.v = seed * 2654435761 % 2**32
    def random(s): s.v = (s.v * 1664525 + 1013904223) % 2**32; return (s.v >> 8) / 2**24
    def randrange(s, a, b=None):
        if b is None: a, b = 0, a
        return a + int(s.random() * (b - a))
def story(seed):
    r = Lcg(seed); out = []
    async def main():
        lock = asyncio.Lock(); tasks = []
        async def holder(n, steps):
            try:
                async with lock:
                    out.append("+%d" % n)
                    for _ in range(steps): await asyncio.sleep(0)
                out.append("-%d" % n)
            except asyncio.CancelledError:
                out.append("x%d" % n)
                if r2.random() < 0.3:
                    try:
                        await lock.acquire(); out.append("again%d" % n); lock.release()
                    except asyncio.CancelledError: out.append("y%d" % n)
                else: raise
        r2 = Lcg(seed + 1)
        for n in range(r.randrange(2, 6)):
            tasks.append(asyncio.create_task(holder(n, r.randrange(3))))
        for _ in range(r.randrange(1, 12)):
            k = r.random()
            if k < 0.4: await asyncio.sleep(0)
            elif k < 0.8: t = r.randrange(len(tasks)); out.append("c%d%s" % (t, tasks[t].cancel()))
            elif k < 0.9: out.append(str(lock.locked()))
            else:
                if lock.locked():
                    try: lock.release(); out.append("R")
                    except RuntimeError: out.append("E")
        for t in tasks: t.cancel() if r.random() < 0.2 else None
        for _ in range(30): await asyncio.sleep(0)
        out.append(str([t.done() for t in tasks])); out.append(str(lock.locked()))
        for t in tasks: t.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    asyncio.run(main())
    return " ".join(out)
for s in (3, 188, 659, 670, 756, 893, *range(60)): print(s, story(s))
