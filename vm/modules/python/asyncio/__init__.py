"""Tasks that take turns: an event loop, and what tasks wait for.

The core is _asyncio, in C. The rest is imported when its names are first used, so that a program has only those parts in memory that it needs."""

from _asyncio import (
    CancelledError, Future, Handle, InvalidStateError, Loop, Task, _loop_for_run, _tasks, all_tasks, create_task, current_task, ensure_future,
    get_event_loop, get_running_loop, iscoroutine, iscoroutinefunction, isfuture, new_event_loop, set_event_loop, sleep, sleep_ms,
)

TimeoutError = TimeoutError

# Where the other names are.
_PARTS = (
    ("funcs", "gather wait_for wait_for_ms"),
    ("event", "Event ThreadSafeFlag"),
    ("lock", "Lock"),
    ("stream", "Stream StreamReader StreamWriter open_connection"),
    ("server", "Server start_server"),
    ("queues", "LifoQueue PriorityQueue Queue QueueEmpty QueueFull"),
    ("timeouts", "Timeout timeout timeout_at"),
    ("waits", "ALL_COMPLETED FIRST_COMPLETED FIRST_EXCEPTION as_completed shield wait"),
    ("locks", "BoundedSemaphore Condition Semaphore"),
    ("taskgroups", "ExceptionGroup TaskGroup"),
    ("exceptions", "BrokenBarrierError IncompleteReadError LimitOverrunError"),
    ("barrier", "Barrier"),
    ("runners", "Runner"),
    ("core", "AbstractEventLoop TimerHandle _get_running_loop _io_queue cur_task get_event_loop_policy run_until_complete"),
)


def __getattr__(name):
    if name == "__all__":
        return [n for n in globals() if n[0] != "_"] + [n for _, names in _PARTS for n in names.split() if n[0] != "_"]
    for part, names in _PARTS:
        if name == part:
            return __import__("asyncio." + part, None, None, ("*",))
        if name in names.split():
            value = getattr(__import__("asyncio." + part, None, None, ("*",)), name)
            if part != "core":
                globals()[name] = value
            return value
    if name == "streams":
        return __import__("asyncio." + name, None, None, ("*",))
    raise AttributeError("module 'asyncio' has no attribute %r" % name)


async def _ended(tasks):
    for task in tasks:
        try:
            await task
        except (Exception, CancelledError):
            pass


def _end(loop):
    """Cancel what still runs, and let it end."""
    tasks = _tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(_ended(tasks))
    for task in tasks:
        if not task.cancelled() and task.exception() is not None:
            loop.call_exception_handler({
                "message": "unhandled exception during asyncio.run() shutdown", "exception": task.exception(), "task": task,
            })


def run(main, *, debug=None):
    """Run a coroutine in a loop of its own; its result. What still runs then is cancelled."""
    loop = _loop_for_run()
    if not iscoroutine(main):
        raise ValueError("a coroutine was expected, got %r" % (main,))
    set_event_loop(loop)
    try:
        return loop.run_until_complete(main)
    finally:
        try:
            _end(loop)
        finally:
            set_event_loop(None)
            loop.close()
