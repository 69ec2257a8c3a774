"""async with timeout(seconds): what takes longer is cancelled and raises TimeoutError."""

from _asyncio import _DONE, _at_hand, CancelledError, current_task, get_running_loop


class Timeout:
    """The context of timeout() and timeout_at()."""

    def __init__(self, when):
        self._when = when
        self._task = None
        self._timer = None
        self._state = "created"

    def when(self):
        # The time at which it ends, by the loop's clock; None: never.
        return self._when

    def expired(self):
        # True when the time is over.
        return self._state in ("expiring", "expired")

    def reschedule(self, when):
        # Let it end at another time.
        if self._state != "active":
            state = "finished" if self._state == "exited" else self._state
            raise RuntimeError("Cannot change state of %s Timeout" % state)
        self._when = when
        if self._timer is not None:
            self._timer.cancel()
        loop = get_running_loop()
        if when is None:
            self._timer = None
        elif when <= loop.time():
            self._timer = loop.call_soon(self._expire)
        else:
            self._timer = loop.call_at(when, self._expire)

    def _expire(self):
        self._task.cancel()
        self._state = "expiring"
        self._timer = None

    async def __aenter__(self):
        if self._state != "created":
            raise RuntimeError("Timeout has already been entered")
        self._task = current_task()
        if self._task is None:
            raise RuntimeError("Timeout should be used inside a task")
        self._state = "active"
        self._before = self._task.cancelling()
        self.reschedule(self._when)
        return self

    @_at_hand
    def __aexit__(self, kind, error, trace):
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._state == "active":
            self._state = "exited"
        elif self._state == "expiring":
            self._state = "expired"
            if self._task.uncancel() <= self._before and kind is CancelledError:
                raise TimeoutError
        return _DONE

    def __repr__(self):
        when = " when=%r" % self._when if self._state == "active" else ""
        return "<Timeout [%s]%s>" % (self._state, when)


def timeout(delay):
    """A context that lasts at most that many seconds; None: as long as it takes."""
    return Timeout(None if delay is None else get_running_loop().time() + delay)


def timeout_at(when):
    """The same until a time of the loop's clock."""
    return Timeout(when)
