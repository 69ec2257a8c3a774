"""Tests that are coroutines."""

import asyncio
from unittest.case import TestCase


class IsolatedAsyncioTestCase(TestCase):
    """Test methods may be `async def`; asyncSetUp() and asyncTearDown() go with setUp() and tearDown(). Each test has an event loop of its own."""

    async def asyncSetUp(self):
        """Called after setUp()."""

    async def asyncTearDown(self):
        """Called before tearDown()."""

    def addAsyncCleanup(self, func, /, *args, **kwargs):
        """Await the coroutine when the test is over."""
        self.addCleanup(func, *args, **kwargs)

    async def enterAsyncContext(self, cm):
        """Enter an asynchronous context manager that is left when the test is over."""
        value = await cm.__aenter__()
        self.addAsyncCleanup(cm.__aexit__, None, None, None)
        return value

    def _call(self, function, *args, **kwargs):
        made = function(*args, **kwargs)
        if hasattr(made, "send"):
            self._loop.run_until_complete(made)

    def _run_parts(self, method):
        self._loop = asyncio.new_event_loop()
        try:
            if self._attempt(self.setUp):
                if self._attempt(self.asyncSetUp):
                    self._attempt(method)
                    expected = self._expects_failure
                    self._expects_failure = False
                    self._attempt(self.asyncTearDown)
                    self._expects_failure = expected
                self._attempt(self.tearDown)
            self.doCleanups()
        finally:
            self._loop.close()
