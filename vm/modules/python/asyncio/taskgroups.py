"""TaskGroup: tasks that end together."""

from _asyncio import CancelledError, current_task, get_running_loop


class ExceptionGroup(Exception):
    """Several exceptions at once: what a TaskGroup raises."""

    def __init__(self, message, exceptions):
        super().__init__(message, exceptions)
        self.message = message
        self.exceptions = tuple(exceptions)

    def __str__(self):
        count = len(self.exceptions)
        return "%s (%d sub-exception%s)" % (self.message, count, "" if count == 1 else "s")


class TaskGroup:
    """async with TaskGroup() as group: ends when all its tasks have ended. When one fails, the others are cancelled."""

    def __init__(self):
        self._parent = None
        self._tasks = set()
        self._errors = []
        self._lost = None  # a MemoryError, when an error could not be kept
        self._state = "new"
        self._waiter = None
        self._cancelled_parent = False

    def __repr__(self):
        return "<TaskGroup tasks=%d errors=%d %s>" % (len(self._tasks), len(self._errors), self._state)

    async def __aenter__(self):
        if self._state != "new":
            raise RuntimeError("TaskGroup %r has been already entered" % self)
        self._parent = current_task()
        self._state = "entered"
        return self

    def create_task(self, coro, *, name=None, context=None):
        # A task of the group.
        if self._state == "new":
            raise RuntimeError("TaskGroup %r has not been entered" % self)
        if self._state == "aborting" or (self._state == "exiting" and not self._tasks):
            coro.close()
            state = "shutting down" if self._state == "aborting" else "finished"
            raise RuntimeError("TaskGroup %r is %s" % (self, state))
        task = get_running_loop().create_task(coro, name=name)
        try:
            task.add_done_callback(self._on_done)
            self._tasks.add(task)
        except MemoryError:
            task.cancel()
            raise
        return task

    def _abort(self):
        self._state = "aborting"
        for task in self._tasks:
            if not task.done():
                task.cancel()

    def _on_done(self, task):
        self._tasks.discard(task)
        if self._waiter is not None and not self._tasks and not self._waiter.done():
            self._waiter.set_result(True)
        if task.cancelled() or task.exception() is None:
            return
        in_body = self._state == "entered"
        aborting = self._state == "aborting"
        try:
            self._errors.append(task.exception())
            if not aborting:
                self._abort()
        except MemoryError as error:
            self._lost = error
            self._state = "aborting"
            for other in self._tasks:
                other.cancel()
        if in_body:
            self._cancelled_parent = True
            self._parent.cancel()

    async def __aexit__(self, kind, error, _):
        cancelled = error if kind is CancelledError else None
        if self._cancelled_parent and self._parent.uncancel() == 0:
            cancelled = None
        if kind is not None and self._state != "aborting":
            self._abort()
        if self._state == "entered":
            self._state = "exiting"
        while self._tasks:
            self._waiter = get_running_loop().create_future()
            try:
                await self._waiter
            except CancelledError as again:
                if self._state != "aborting":
                    cancelled = again
                    self._abort()
            self._waiter = None
        if cancelled is not None and not self._errors and self._lost is None:
            raise cancelled
        if kind is not None and kind is not CancelledError:
            self._errors.append(error)
        self._parent = None
        if self._lost is not None:
            raise self._lost
        if self._errors:
            raise ExceptionGroup("unhandled errors in a TaskGroup", self._errors)
