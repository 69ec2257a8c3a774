"""Event, and the flag that callbacks of pins and timers may set."""

from _asyncio import _at_hand, get_event_loop, get_running_loop


class Event:
    """Tasks wait until somebody calls set()."""

    def __init__(self):
        self._set = False
        self._waiters = []

    def is_set(self):
        # True after set().
        return self._set

    @_at_hand
    def set(self):
        # Wake everybody who waits; nobody waits from now on. This takes no memory that could be missing for some of them.
        self._set = True
        n = len(self._waiters)
        k = 0
        while k < n:
            if not self._waiters[k].done():
                self._waiters[k].set_result(True)
            k += 1

    def clear(self):
        # Let tasks wait again.
        self._set = False

    async def wait(self):
        # Wait for set().
        if self._set:
            return True
        waiter = get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            await waiter
        finally:
            self._waiters.remove(waiter)
        return True

    def __repr__(self):
        more = ", waiters:%d" % len(self._waiters) if self._waiters else ""
        return "<asyncio.locks.Event object at 0x%x [%s%s]>" % (id(self), "set" if self._set else "unset", more)


class ThreadSafeFlag:
    """One task waits until set() is called, by an interrupt for example; waiting clears the flag."""

    def __init__(self):
        self._state = 0
        self._waiter = None

    @_at_hand
    def set(self):
        # Wake the task that waits, or the next one that will.
        self._state = 1
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def clear(self):
        # Forget set().
        self._state = 0

    async def wait(self):
        # Wait for set().
        while not self._state:
            # set() resolves the first future, and that the second one in the next round: tasks that were ready before have their turn.
            loop = get_event_loop()
            self._waiter = loop.create_future()
            turn = loop.create_future()
            self._waiter.add_done_callback(turn)
            try:
                await turn
            finally:
                self._waiter = None
        self._state = 0
