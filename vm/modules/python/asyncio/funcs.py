"""Waiting for several awaitables, for some time, or without being cancelled."""

from _asyncio import CancelledError, Future, ensure_future, get_event_loop, get_running_loop, iscoroutine, isfuture

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"


def _cancelled_error(future):
    try:
        future.result()
    except CancelledError as error:
        return error


class _Gathering(Future):
    """What gather() returns: cancelling it cancels the children, and is done when they are."""

    def cancel(self, msg=None):
        if self.done():
            return False
        some = False
        for child in self._children:
            some = child.cancel(msg) or some
        self._cancelling = self._cancelling or some
        return some


def _gathered(child):
    if child.cancelled():
        return _cancelled_error(child)
    error = child.exception()
    return child.result() if error is None else error


def gather(*awaitables, return_exceptions=False):
    """The results of all awaitables, in their order, as a future. The first exception is raised at once, unless exceptions count as results."""
    if not awaitables:
        outer = get_event_loop().create_future()
        outer.set_result([])
        return outer
    known = {}
    for awaitable in awaitables:
        if id(awaitable) not in known:
            known[id(awaitable)] = ensure_future(awaitable)
    children = [known[id(awaitable)] for awaitable in awaitables]
    left = len(known)
    outer = _Gathering(loop=children[0].get_loop())
    outer._children = children
    outer._cancelling = False

    def on_done(child):
        nonlocal left
        left -= 1
        if outer.done():
            if not child.cancelled():
                child.exception()
            return
        if not return_exceptions:
            error = _cancelled_error(child) if child.cancelled() else child.exception()
            if error is not None:
                outer.set_exception(error)
                return
        if left:
            return
        results = [_gathered(child) for child in children]
        if outer._cancelling:
            outer.set_exception(CancelledError())
        else:
            outer.set_result(results)

    for future in known.values():
        future.add_done_callback(on_done)
    return outer


def _release(waiter):
    if not waiter.done():
        waiter.set_result(None)


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Wait for tasks or futures; the sets of those that are done and of those that are not."""
    if isfuture(fs) or iscoroutine(fs):
        raise TypeError("expect a list of futures, not %s" % type(fs).__name__)
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError("Invalid return_when value: %s" % return_when)
    fs = set(fs)
    if any(iscoroutine(f) for f in fs):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    loop = get_running_loop()
    waiter = loop.create_future()
    timer = loop.call_later(timeout, _release, waiter) if timeout is not None else None
    left = len(fs)

    def on_done(future):
        nonlocal left
        left -= 1
        failed = not future.cancelled() and return_when == FIRST_EXCEPTION and future.exception() is not None
        if left <= 0 or failed or return_when == FIRST_COMPLETED:
            _release(waiter)

    for future in fs:
        future.add_done_callback(on_done)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for future in fs:
            future.remove_done_callback(on_done)
    done = {future for future in fs if future.done()}
    return done, fs - done


async def _cancel_and_wait(future):
    waiter = get_running_loop().create_future()

    def on_done(_):
        _release(waiter)

    future.add_done_callback(on_done)
    try:
        future.cancel()
        await waiter
    finally:
        future.remove_done_callback(on_done)


def _result_or_timeout(future):
    try:
        return future.result()
    except CancelledError as error:
        raise TimeoutError from error


async def wait_for(fut, timeout):
    """The result of an awaitable; after that many seconds it is cancelled and TimeoutError raised."""
    if timeout is None:
        return await fut
    loop = get_running_loop()
    future = ensure_future(fut, loop=loop)
    if timeout <= 0:
        if future.done():
            return future.result()
        await _cancel_and_wait(future)
        return _result_or_timeout(future)
    waiter = loop.create_future()
    timer = loop.call_later(timeout, _release, waiter)

    def on_done(_):
        _release(waiter)

    future.add_done_callback(on_done)
    try:
        try:
            await waiter
        except CancelledError:
            if future.done():
                return future.result()
            future.remove_done_callback(on_done)
            await _cancel_and_wait(future)
            raise
        if future.done():
            return future.result()
        future.remove_done_callback(on_done)
        await _cancel_and_wait(future)
        return _result_or_timeout(future)
    finally:
        timer.cancel()


def wait_for_ms(aw, timeout):
    """wait_for() with milliseconds."""
    return wait_for(aw, timeout if timeout is None else timeout / 1000)


def shield(arg):
    """A future for the awaitable that can be cancelled without cancelling the awaitable."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = inner.get_loop().create_future()

    def inner_done(_):
        if outer.done():
            if not inner.cancelled():
                inner.exception()
        elif inner.cancelled():
            outer.cancel()
        elif inner.exception() is not None:
            outer.set_exception(inner.exception())
        else:
            outer.set_result(inner.result())

    def outer_done(_):
        if not inner.done():
            inner.remove_done_callback(inner_done)

    inner.add_done_callback(inner_done)
    outer.add_done_callback(outer_done)
    return outer


def as_completed(fs, *, timeout=None):
    """An iterator of awaitables: each gives the result of the next one that is done."""
    if isfuture(fs) or iscoroutine(fs):
        raise TypeError("expect an iterable of futures, not %s" % type(fs).__name__)
    from asyncio.queues import Queue

    done = Queue()
    loop = get_event_loop()
    left = {ensure_future(f, loop=loop) for f in set(fs)}

    def on_done(future):
        if left:
            left.remove(future)
            done.put_nowait(future)
            if not left and timer is not None:
                timer.cancel()

    def on_timeout():
        for future in left:
            future.remove_done_callback(on_done)
            done.put_nowait(None)
        left.clear()

    async def next_one():
        future = await done.get()
        if future is None:
            raise TimeoutError
        return future.result()

    for future in left:
        future.add_done_callback(on_done)
    timer = loop.call_later(timeout, on_timeout) if timeout is not None and left else None
    for _ in range(len(left)):
        yield next_one()


def run_coroutine_threadsafe(coro, loop):
    """There are no threads: a task."""
    return loop.create_task(coro)


class Runner:
    """A loop that runs several coroutines, one after the other: with Runner() as runner: runner.run(main())."""

    def __init__(self, *, debug=None, loop_factory=None):
        self._factory = loop_factory
        self._loop = None
        self._closed = False

    def __enter__(self):
        self.get_loop()
        return self

    def __exit__(self, *_):
        self.close()

    def get_loop(self):
        """Its loop."""
        from _asyncio import _loop_for_run, set_event_loop

        if self._closed:
            raise RuntimeError("Runner is closed")
        if self._loop is None:
            self._loop = self._factory() if self._factory else _loop_for_run()
            set_event_loop(self._loop)
        return self._loop

    def run(self, coro, *, context=None):
        """Run a coroutine; its result."""
        if not iscoroutine(coro):
            raise ValueError("a coroutine was expected, got %r" % (coro,))
        return self.get_loop().run_until_complete(coro)

    def close(self):
        """Cancel what still runs and close the loop."""
        from asyncio import _end, set_event_loop

        if self._loop is not None and not self._closed:
            self._closed = True
            try:
                _end(self._loop)
            finally:
                set_event_loop(None)
                self._loop.close()
