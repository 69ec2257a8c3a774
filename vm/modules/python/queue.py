"""Queues. There is one thread, so nothing ever waits: where another would, Empty or Full is raised."""

import heapq
from collections import deque


class Empty(Exception):
    """There is nothing to get."""


class Full(Exception):
    """There is no room to put something."""


def _check(timeout):
    if timeout is not None and timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")


class Queue:
    """First in, first out."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.unfinished_tasks = 0
        self._init(maxsize)

    def _init(self, maxsize):
        self.queue = deque()

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    def qsize(self):
        """How many items there are."""
        return len(self.queue)

    def empty(self):
        """True when there is none."""
        return not self.queue

    def full(self):
        """True when there is no room."""
        return 0 < self.maxsize <= len(self.queue)

    def put(self, item, block=True, timeout=None):
        """Add an item; Full."""
        _check(timeout)
        if self.full():
            raise Full
        self._put(item)
        self.unfinished_tasks += 1

    def get(self, block=True, timeout=None):
        """Take an item; Empty."""
        _check(timeout)
        if self.empty():
            raise Empty
        return self._get()

    def put_nowait(self, item):
        """Add an item; Full."""
        self.put(item, False)

    def get_nowait(self):
        """Take an item; Empty."""
        return self.get(False)

    def task_done(self):
        """An item that was taken is dealt with."""
        if self.unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        self.unfinished_tasks -= 1

    def join(self):
        """All items must have been dealt with."""
        if self.unfinished_tasks:
            raise RuntimeError("nobody is there to deal with the items")


class LifoQueue(Queue):
    """Last in, first out."""

    def _init(self, maxsize):
        self.queue = []

    def _get(self):
        return self.queue.pop()


class PriorityQueue(LifoQueue):
    """The smallest first."""

    def _put(self, item):
        heapq.heappush(self.queue, item)

    def _get(self):
        return heapq.heappop(self.queue)


class SimpleQueue(Queue):
    """A Queue without limit."""

    def __init__(self):
        Queue.__init__(self)
