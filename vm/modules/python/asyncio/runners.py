"""Runner: several coroutines in one loop, one after the other."""

from _asyncio import _loop_for_run, iscoroutine, set_event_loop
from asyncio import _end


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
        # Its loop.
        if self._closed:
            raise RuntimeError("Runner is closed")
        if self._loop is None:
            self._loop = self._factory() if self._factory else _loop_for_run()
            set_event_loop(self._loop)
        return self._loop

    def run(self, coro, *, context=None):
        # Run a coroutine; its result.
        if not iscoroutine(coro):
            raise ValueError("a coroutine was expected, got %r" % (coro,))
        return self.get_loop().run_until_complete(coro)

    def close(self):
        # Cancel what still runs and close the loop.
        if self._loop is not None and not self._closed:
            self._closed = True
            try:
                _end(self._loop)
            finally:
                set_event_loop(None)
                self._loop.close()
