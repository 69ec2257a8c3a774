"""Condition, Semaphore and BoundedSemaphore."""

from _asyncio import CancelledError, _at_hand, sleep
from asyncio.lock import Context, Line, Lock


class Condition(Context):
    """Tasks that hold the lock wait until another one notifies them."""

    def __init__(self, lock=None):
        self._lock = lock = Lock() if lock is None else lock
        self.locked = lock.locked
        self.acquire = lock.acquire
        self.release = lock.release
        self._line = Line()

    def _check(self, what):
        if not self.locked():
            raise RuntimeError("cannot %s on un-acquired lock" % what)

    async def wait(self):
        # Release the lock, wait for notify(), take the lock again.
        self._check("wait")
        self.release()
        try:
            await self._line.turn()
        finally:
            # However often the task is cancelled meanwhile, and as soon as there is memory for it: whoever called wait() will release the lock.
            late, short = None, False
            while True:
                try:
                    if short:
                        await sleep(0)
                    await self.acquire()
                    break
                except CancelledError as error:
                    late = error
                except MemoryError:
                    short = True
            if late is not None:
                raise late
        return True

    async def wait_for(self, predicate):
        # Wait until predicate() is true; its value.
        while not (value := predicate()):
            await self.wait()
        return value

    def notify(self, n=1):
        # Wake n of those who wait.
        self._check("notify")
        self._line.call(n)

    def notify_all(self):
        # Wake everybody who waits.
        self.notify(len(self._line))


class Semaphore(Context):
    """A lock that several tasks may hold at a time."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        self._value = value
        self._line = Line()

    def locked(self):
        # True when acquire() would wait.
        return self._value == 0 or self._line.busy()

    async def acquire(self):
        # Wait until there is room, and take it.
        if self.locked():
            await self._line.turn(self._free)
            self._share()  # whoever came while this task was on its way waits in spite of the room
        else:
            self._value -= 1
        return True

    @_at_hand
    def release(self):
        # Give it back.
        self._free()

    @_at_hand
    def _free(self):
        self._value += 1
        self._share()

    @_at_hand
    def _share(self):
        # Room that somebody is called to is taken at once.
        self._value -= self._line.call(self._value)

    def __repr__(self):
        state = "locked" if self.locked() else "unlocked, value:%d" % self._value
        more = ", waiters:%d" % len(self._line) if self._line else ""
        return "<%s.%s object at 0x%x [%s%s]>" % (type(self).__module__, type(self).__qualname__, id(self), state, more)


class BoundedSemaphore(Semaphore):
    """A semaphore that must not be released too often."""

    def __init__(self, value=1):
        super().__init__(value)
        self._bound = value

    @_at_hand
    def release(self):
        # Give it back.
        if self._value >= self._bound:
            raise ValueError("BoundedSemaphore released too many times")
        self._free()
