"""Barrier: tasks wait for each other."""

from asyncio.event import Event
from asyncio.exceptions import BrokenBarrierError


class Barrier:
    """Tasks wait until so many of them have come."""

    def __init__(self, parties):
        if parties < 1:
            raise ValueError("parties must be > 0")
        self.parties = parties
        self.n_waiting = 0
        self.broken = False
        self._gate = Event()

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, *_):
        pass

    async def wait(self):
        # Wait for the others; a number from 0 to parties - 1, another for each.
        if self.broken:
            raise BrokenBarrierError("Barrier aborted")
        gate, number = self._gate, self.n_waiting
        if number + 1 == self.parties:
            self._open()
            return number
        self.n_waiting += 1
        try:
            await gate.wait()
        except BaseException:
            if gate is self._gate:
                self.n_waiting -= 1
            raise
        if gate.broken:
            raise BrokenBarrierError("Abort or reset of barrier")
        return number

    def _open(self, broken=False):
        gate, following = self._gate, Event()
        gate.broken = broken
        self._gate = following
        self.n_waiting = 0
        gate.set()

    async def reset(self):
        # Let those who wait fail, and begin anew.
        if self.n_waiting:
            self._open(True)
        self.broken = False

    async def abort(self):
        # Let those who wait, and all who come, fail.
        self.broken = True
        self._open(True)
