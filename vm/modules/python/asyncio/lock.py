"""Lock: one task at a time; and the line in which tasks wait, which the other meeting places use, too.

What gives a turn or a lock back takes no memory: MemoryError may hit a task anywhere, and must not leave the others waiting for ever."""

from _asyncio import _DONE, _at_hand, get_running_loop


class Line:
    """Tasks that wait, each in the place where it came.

    `called` counts those that were called and have not run since: their turn is given away already, though nobody has used it yet.
    """

    def __init__(self):
        self.places = []
        self.called = 0

    def __len__(self):
        return len(self.places) + self.called

    def busy(self):
        # True when somebody is here who was not cancelled.
        return self.called > 0 or not all(place.done() for place in self.places)

    @_at_hand
    def call(self, most=1):
        # Give a turn to the first ones; how many there were.
        before = self.called
        while self.places and self.called - before < most:
            place = self.places.pop(0)
            if not place.done():
                place.set_result(None)
                self.called += 1
        return self.called - before

    @_at_hand
    def next(self):
        # Give a turn to the first one, unless that was cancelled and has not run since: it will say next() itself.
        if not self.called and self.places and not self.places[0].done():
            self.call()

    async def turn(self, hand_on=None):
        # Wait to be called. Whoever is cancelled with a turn in hand does hand_on().
        if hand_on is not None:
            _at_hand(hand_on)
        place = get_running_loop().create_future()
        self.places.append(place)
        try:
            await place
        except BaseException:
            if place in self.places:
                self.places.remove(place)
            elif not place.cancelled():
                self.called -= 1
                if hand_on is not None:
                    hand_on()
            raise
        self.called -= 1


class Context:
    """`async with` for whatever has acquire() and release()."""

    async def __aenter__(self):
        await self.acquire()

    @_at_hand
    def __aexit__(self, kind, error, trace):
        self.release()
        return _DONE


class Lock(Context):
    """A lock; those who wait get it in their order."""

    def __init__(self):
        self._locked = False
        self._line = Line()

    def locked(self):
        # True while somebody holds it.
        return self._locked

    async def acquire(self):
        # Wait until it is free, and take it.
        if self._locked or self._line.busy():
            try:
                await self._line.turn()
            except BaseException:
                if not self._locked:
                    self._line.next()
                raise
        self._locked = True
        return True

    @_at_hand
    def release(self):
        # Give it back.
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        self._line.next()

    def __repr__(self):
        more = ", waiters:%d" % len(self._line) if self._line else ""
        return "<asyncio.locks.Lock object at 0x%x [%s%s]>" % (id(self), "locked" if self._locked else "unlocked", more)
