"""Waiting for some of several awaitables, or without cancelling them."""

from _asyncio import _at_hand, ensure_future, get_event_loop, get_running_loop, iscoroutine, isfuture

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"


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
    timer = loop.call_later(timeout, waiter) if timeout is not None else None
    left = len(fs)

    def on_done(future):
        nonlocal left
        left -= 1
        failed = not future.cancelled() and return_when == FIRST_EXCEPTION and future.exception() is not None
        if (left <= 0 or failed or return_when == FIRST_COMPLETED) and not waiter.done():
            waiter.set_result(None)

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
    from asyncio.lock import Line

    line = Line()
    loop = get_event_loop()
    left = {ensure_future(f, loop=loop) for f in set(fs)}
    done = [None] * len(left)  # in the order in which they end: places for all, so that noting one takes no memory
    came = taken = 0
    late = False

    @_at_hand
    def on_done(future):
        nonlocal came
        if late:
            return
        done[came] = future
        came += 1
        if came == len(done) and timer is not None:
            timer.cancel()
        line.call()

    @_at_hand
    def on_timeout():
        nonlocal late
        late = True
        line.call(len(done))

    def hand_on():
        if late or taken < came:
            line.call()

    async def next_one():
        nonlocal taken
        while taken == came:
            if late:
                raise TimeoutError
            await line.turn(hand_on)
        taken += 1
        return done[taken - 1].result()

    for future in left:
        future.add_done_callback(on_done)
    timer = loop.call_later(timeout, on_timeout) if timeout is not None and left else None
    for _ in done:
        yield next_one()
