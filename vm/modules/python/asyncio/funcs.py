"""gather() and wait_for()."""

from _asyncio import CancelledError, Future, ensure_future, get_event_loop, get_running_loop


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

    def note(child):
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

    def on_done(child):
        try:
            note(child)
        except MemoryError as error:
            if not outer.done():
                outer.set_exception(error)

    for future in known.values():
        future.add_done_callback(on_done)
    return outer


async def _cancel_and_wait(future):
    waiter = get_running_loop().create_future()
    future.add_done_callback(waiter)
    try:
        future.cancel()
        await waiter
    finally:
        future.remove_done_callback(waiter)


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
    timer = loop.call_later(timeout, waiter)
    future.add_done_callback(waiter)
    try:
        try:
            await waiter
        except CancelledError:
            if future.done():
                return future.result()
            future.remove_done_callback(waiter)
            await _cancel_and_wait(future)
            raise
        if future.done():
            return future.result()
        future.remove_done_callback(waiter)
        await _cancel_and_wait(future)
        return _result_or_timeout(future)
    finally:
        timer.cancel()


def wait_for_ms(aw, timeout):
    """wait_for() with milliseconds."""
    return wait_for(aw, timeout if timeout is None else timeout / 1000)
