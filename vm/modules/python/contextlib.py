"""Things to use in with statements."""

import sys
from abc import ABC, abstractmethod
from functools import wraps

__all__ = [
    "AbstractContextManager", "AsyncExitStack", "ContextDecorator", "ExitStack", "asynccontextmanager", "chdir", "closing", "contextmanager",
    "nullcontext", "redirect_stderr", "redirect_stdout", "suppress",
]


class AbstractContextManager(ABC):
    """What has __enter__ and __exit__."""

    def __enter__(self):
        return self

    @abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        return None

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is AbstractContextManager:
            return hasattr(subclass, "__enter__") and hasattr(subclass, "__exit__") or NotImplemented
        return NotImplemented


class ContextDecorator:
    """Lets a context manager decorate functions, which then run inside of it."""

    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)

        return inner


class _GeneratorContextManager(ContextDecorator):
    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func, self.args, self.kwds = func, args, kwds
        self.__doc__ = func.__doc__

    def _recreate_cm(self):
        return self.__class__(self.func, self.args, self.kwds)

    def __enter__(self):
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, typ, value, traceback):
        if typ is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            self.gen.close()
            raise RuntimeError("generator didn't stop")
        if value is None:
            value = typ()
        try:
            self.gen.throw(value)
        except StopIteration as stop:
            return stop is not value
        except RuntimeError as error:
            if error is value or (isinstance(value, StopIteration) and error.__cause__ is value):
                return False
            raise
        except BaseException as error:
            if error is not value:
                raise
            return False
        self.gen.close()
        raise RuntimeError("generator didn't stop after throw()")


def contextmanager(func):
    """A context manager from a generator function that yields once."""

    @wraps(func)
    def helper(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)

    return helper


class _AsyncGeneratorContextManager:
    def __init__(self, gen):
        self.gen = gen

    async def __aenter__(self):
        try:
            return await self.gen.__anext__()
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, typ, value, traceback):
        if typ is None:
            try:
                await self.gen.__anext__()
            except StopAsyncIteration:
                return False
            raise RuntimeError("generator didn't stop")
        try:
            await self.gen.athrow(value if value is not None else typ())
        except StopAsyncIteration as stop:
            return stop is not value
        except BaseException as error:
            if error is not value:
                raise
            return False
        raise RuntimeError("generator didn't stop after athrow()")


def asynccontextmanager(func):
    """An asynchronous context manager from an asynchronous generator function that yields once."""

    @wraps(func)
    def helper(*args, **kwds):
        return _AsyncGeneratorContextManager(func(*args, **kwds))

    return helper


class closing(AbstractContextManager):
    """Closes a thing at the end."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()


class _Redirect(AbstractContextManager):
    def __init__(self, new_target):
        self._new_target = new_target
        self._old_targets = []

    def __enter__(self):
        self._old_targets.append(getattr(sys, self._stream))
        setattr(sys, self._stream, self._new_target)
        return self._new_target

    def __exit__(self, *exc_info):
        setattr(sys, self._stream, self._old_targets.pop())


class redirect_stdout(_Redirect):
    """Prints go to another file meanwhile."""

    _stream = "stdout"


class redirect_stderr(_Redirect):
    """Error output goes to another file meanwhile."""

    _stream = "stderr"


class suppress(AbstractContextManager):
    """Ends the block quietly when one of these exceptions comes out of it."""

    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, exc_type, exc_value, traceback):
        return exc_type is not None and issubclass(exc_type, self._exceptions)


class nullcontext(AbstractContextManager):
    """Does nothing."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *exc_info):
        pass

    async def __aenter__(self):
        return self.enter_result

    async def __aexit__(self, *exc_info):
        pass


class chdir(AbstractContextManager):
    """Another working directory meanwhile."""

    def __init__(self, path):
        self.path = path
        self._old = []

    def __enter__(self):
        import os

        self._old.append(os.getcwd())
        os.chdir(self.path)

    def __exit__(self, *exc_info):
        import os

        os.chdir(self._old.pop())


class ExitStack(AbstractContextManager):
    """Context managers and callbacks that are collected as the program runs, and left in the opposite order."""

    def __init__(self):
        self._exits = []

    def push(self, exit):
        """Call an __exit__, or that of an object, at the end."""
        method = getattr(type(exit), "__exit__", None)
        if method is None:
            self._exits.append(exit)
        else:
            self._exits.append(lambda *details: method(exit, *details))
        return exit

    def enter_context(self, cm):
        """Enter a context manager now and leave it at the end."""
        cls = type(cm)
        if not hasattr(cls, "__enter__") or not hasattr(cls, "__exit__"):
            raise TypeError("'%s.%s' object does not support the context manager protocol" % (cls.__module__, cls.__qualname__))
        result = cls.__enter__(cm)
        self._exits.append(lambda *details: cls.__exit__(cm, *details))
        return result

    def callback(self, callback, /, *args, **kwds):
        """Call a function at the end."""

        def call(*details):
            callback(*args, **kwds)

        self._exits.append(call)
        return callback

    def pop_all(self):
        """Hand everything over to a new stack."""
        new = type(self)()
        new._exits, self._exits = self._exits, []
        return new

    def close(self):
        """Leave everything now."""
        self.__exit__(None, None, None)

    def __exit__(self, *details):
        received = details[0] is not None
        pending, suppressed, raised = details, False, None
        while self._exits:
            exit = self._exits.pop()
            try:
                if exit(*pending):
                    suppressed, raised = True, None
                    pending = (None, None, None)
            except BaseException as error:
                raised = error
                pending = (type(error), error, error.__traceback__)
        if raised is not None:
            raise raised
        return received and suppressed


class AsyncExitStack(ExitStack):
    """An ExitStack that can hold asynchronous context managers, too."""

    async def enter_async_context(self, cm):
        """Enter an asynchronous context manager now and leave it at the end."""
        cls = type(cm)
        result = await cls.__aenter__(cm)
        self._exits.append((cls.__aexit__, cm))
        return result

    def push_async_callback(self, callback, /, *args, **kwds):
        """Await a call at the end."""

        async def call(cm, *details):
            await callback(*args, **kwds)

        self._exits.append((call, None))
        return callback

    async def aclose(self):
        """Leave everything now."""
        await self.__aexit__(None, None, None)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *details):
        received = details[0] is not None
        pending, suppressed, raised = details, False, None
        while self._exits:
            exit = self._exits.pop()
            try:
                result = await exit[0](exit[1], *pending) if isinstance(exit, tuple) else exit(*pending)
                if result:
                    suppressed, raised = True, None
                    pending = (None, None, None)
            except BaseException as error:
                raised = error
                pending = (type(error), error, error.__traceback__)
        if raised is not None:
            raise raised
        return received and suppressed
