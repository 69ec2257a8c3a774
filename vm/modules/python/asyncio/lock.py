"""Lock: one task at a time."""

from _asyncio import CancelledError, get_running_loop


class Context:
    """`async with` for whatever has acquire() and release()."""

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, *_):
        self.release()


class Lock(Context):
    """A lock; those who wait get it in their order."""

    def __init__(self):
        self._locked = False
        self._waiters = []

    def locked(self):
        # True while somebody holds it.
        return self._locked

    async def acquire(self):
        # Wait until it is free, and take it.
        if not self._locked and all(waiter.cancelled() for waiter in self._waiters):
            self._locked = True
            return True
        waiter = get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)
        except CancelledError:
            if not self._locked:
                self._wake()
            raise
        self._locked = True
        return True

    def release(self):
        # Give it back.
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        self._wake()

    def _wake(self):
        if self._waiters and not self._waiters[0].done():
            self._waiters[0].set_result(True)

    def __repr__(self):
        more = ", waiters:%d" % len(self._waiters) if self._waiters else ""
        return "<asyncio.locks.Lock object at 0x%x [%s%s]>" % (id(self), "locked" if self._locked else "unlocked", more)
