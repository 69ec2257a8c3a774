"""Condition, Semaphore and BoundedSemaphore."""

from _asyncio import CancelledError, get_running_loop
from asyncio.lock import Context, Lock


class Condition(Context):
    """Tasks that hold the lock wait until another one notifies them."""

    def __init__(self, lock=None):
        self._lock = lock = Lock() if lock is None else lock
        self.locked = lock.locked
        self.acquire = lock.acquire
        self.release = lock.release
        self._waiters = []

    async def wait(self):
        # Release the lock, wait for notify(), take the lock again.
        if not self.locked():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = get_running_loop().create_future()
        self.release()
        try:
            self._waiters.append(waiter)
            try:
                await waiter
                return True
            finally:
                self._waiters.remove(waiter)
        finally:
            await self._acquire_again()

    async def _acquire_again(self):
        cancelled = None
        while True:
            try:
                await self.acquire()
                break
            except CancelledError as error:
                cancelled = error
        if cancelled is not None:
            raise cancelled

    async def wait_for(self, predicate):
        # Wait until predicate() is true; its value.
        result = predicate()
        while not result:
            await self.wait()
            result = predicate()
        return result

    def notify(self, n=1):
        # Wake n of those who wait.
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        for waiter in self._waiters:
            if n <= 0:
                break
            if not waiter.done():
                n -= 1
                waiter.set_result(False)

    def notify_all(self):
        # Wake everybody who waits.
        self.notify(len(self._waiters))


class Semaphore(Context):
    """A lock that several tasks may hold at a time."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        self._value = value
        self._waiters = []

    def locked(self):
        # True when acquire() would wait.
        return self._value == 0 or any(not waiter.cancelled() for waiter in self._waiters)

    async def acquire(self):
        # Wait until there is room, and take it.
        if not self.locked():
            self._value -= 1
            return True
        waiter = get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)
        except CancelledError:
            if not waiter.cancelled():
                self._value += 1
                self._wake()
            raise
        if self._value > 0:
            self._wake()
        return True

    def release(self):
        # Give it back.
        self._value += 1
        self._wake()

    def _wake(self):
        for waiter in self._waiters:
            if not waiter.done():
                self._value -= 1
                waiter.set_result(True)
                return

    def __repr__(self):
        state = "locked" if self.locked() else "unlocked, value:%d" % self._value
        more = ", waiters:%d" % len(self._waiters) if self._waiters else ""
        return "<%s.%s object at 0x%x [%s%s]>" % (type(self).__module__, type(self).__qualname__, id(self), state, more)


class BoundedSemaphore(Semaphore):
    """A semaphore that must not be released too often."""

    def __init__(self, value=1):
        self._bound = value
        super().__init__(value)

    def release(self):
        # Give it back.
        if self._value >= self._bound:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()
