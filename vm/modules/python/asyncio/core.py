"""The names of MicroPython's asyncio.core."""

from _asyncio import (
    CancelledError, Handle, Loop, Task, _forget, _get_running_loop, _suspend, create_task, current_task, get_event_loop, new_event_loop, sleep,
    sleep_ms,
)
from asyncio import run
from time import ticks_add, ticks_diff, ticks_ms as ticks

AbstractEventLoop = Loop
TimerHandle = Handle
TimeoutError = TimeoutError


class IOQueue:
    """Lets a coroutine wait for a stream: `yield _io_queue.queue_read(stream)`."""

    def queue_read(self, stream):
        # The next yield ends when the stream can be read.
        _suspend(stream, 1)

    def queue_write(self, stream):
        # The next yield ends when the stream can be written.
        _suspend(stream, 4)

    def remove(self, task):
        # Nothing: a task that is cancelled waits for no stream.
        pass


_io_queue = IOQueue()


class _Policy:
    def get_event_loop(self):
        return get_event_loop()

    def new_event_loop(self):
        return new_event_loop()


def get_event_loop_policy():
    """An object with get_event_loop() and new_event_loop()."""
    return _Policy()


def run_until_complete(main_task=None):
    """Run the loop until the task is done; without one, until stop()."""
    loop = get_event_loop()
    return loop.run_forever() if main_task is None else loop.run_until_complete(main_task)


def __getattr__(name):
    if name == "cur_task":
        return None if _get_running_loop() is None else current_task()
    raise AttributeError("module 'asyncio.core' has no attribute %r" % name)
