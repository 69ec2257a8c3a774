"""Queues between tasks."""

from _collections import deque
from heapq import heappop, heappush

from asyncio.event import Event
from asyncio.lock import Line


class QueueEmpty(Exception):
    """get_nowait() found nothing."""


class QueueFull(Exception):
    """put_nowait() found no room."""


class Queue:
    """First in, first out. With a size, put() waits for room."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._getters, self._putters = Line(), Line()
        self._unfinished = 0
        self._finished = Event()
        self._finished.set()
        self._init(maxsize)

    def _init(self, maxsize):
        self._queue = deque()

    def _get(self):
        return self._queue.popleft()

    def _put(self, item):
        self._queue.append(item)

    def qsize(self):
        # How many items it has.
        return len(self._queue)

    def empty(self):
        # True when it has none.
        return not self._queue

    def full(self):
        # True when there is no room.
        return 0 < self.maxsize <= len(self._queue)

    def _call_getter(self):
        if not self.empty():
            self._getters.call()

    def _call_putter(self):
        if not self.full():
            self._putters.call()

    async def put(self, item):
        # Add an item, when there is room.
        while self.full():
            await self._putters.turn(self._call_putter)
        try:
            self.put_nowait(item)
        except BaseException:
            self._call_putter()  # the room is still there
            raise

    def put_nowait(self, item):
        # Add an item; QueueFull when there is no room.
        if self.full():
            raise QueueFull
        self._put(item)
        self._unfinished += 1
        self._finished.clear()
        self._getters.call()

    async def get(self):
        # Take an item, when there is one.
        while self.empty():
            await self._getters.turn(self._call_getter)
        try:
            return self.get_nowait()
        except BaseException:
            self._call_getter()
            raise

    def get_nowait(self):
        # Take an item; QueueEmpty when there is none.
        if self.empty():
            raise QueueEmpty
        item = self._get()
        self._putters.call()
        return item

    def task_done(self):
        # Whoever has taken an item says that it has been worked off.
        if self._unfinished <= 0:
            raise ValueError("task_done() called too many times")
        self._unfinished -= 1
        if self._unfinished == 0:
            self._finished.set()

    async def join(self):
        # Wait until all items have been worked off.
        if self._unfinished > 0:
            await self._finished.wait()


class PriorityQueue(Queue):
    """The lowest item first."""

    def _init(self, maxsize):
        self._queue = []

    def _get(self):
        return heappop(self._queue)

    def _put(self, item):
        heappush(self._queue, item)


class LifoQueue(Queue):
    """The last item first."""

    def _init(self, maxsize):
        self._queue = []

    def _get(self):
        return self._queue.pop()

    def _put(self, item):
        self._queue.append(item)
