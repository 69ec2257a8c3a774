"""Context managers out of generators, stacks of them, and small ready-made ones."""

import sys


class ContextDecorator:
    """Lets a context manager decorate functions: each call runs inside it."""

    def __call__(self, function):
        def inside(*args, **kwargs):
            with self._again():
                return function(*args, **kwargs)

        return _named_like(inside, function)

    def _again(self):
        return self


def _named_like(wrapper, function):
    for name in ("__name__", "__qualname__", "__doc__", "__module__"):
        try:
            setattr(wrapper, name, getattr(function, name))
        except AttributeError:
            pass
    wrapper.__wrapped__ = function
    return wrapper


class _FromGenerator(ContextDecorator):
    """Enters by running a generator to its yield, exits by running it to its end."""

    def __init__(self, make):
        self._make = make  # a function without arguments that gives a fresh generator
        self._run = make()

    def _again(self):
        return _FromGenerator(self._make)

    def __enter__(self):
        for value in self._run:
            return value
        raise RuntimeError("generator didn't yield")

    def __exit__(self, kind, error, trace):
        if kind is None:
            for _ in self._run:
                self._run.close()
                raise RuntimeError("generator didn't stop")
            return False
        if error is None:
            error = kind()
        return self._throw(error)

    def _throw(self, error):
        """True when the generator swallowed the error; False when it let it pass."""
        try:
            self._run.throw(error)
        except StopIteration as stop:
            return stop is not error
        except RuntimeError as other:
            if other is error or (isinstance(error, StopIteration) and other.__cause__ is error):
                return False
            raise
        except BaseException as other:
            if other is error:
                return False
            raise
        self._run.close()
        raise RuntimeError("generator didn't stop after throw()")


def contextmanager(function):
    """Makes a context manager of a generator function that yields once."""

    def make(*args, **kwargs):
        return _FromGenerator(lambda: function(*args, **kwargs))

    return _named_like(make, function)


class _FromAsyncGenerator:
    def __init__(self, run):
        self._run = run

    async def __aenter__(self):
        async for value in self._run:
            return value
        raise RuntimeError("generator didn't yield")

    async def __aexit__(self, kind, error, trace):
        if kind is None:
            async for _ in self._run:
                await self._run.aclose()
                raise RuntimeError("generator didn't stop")
            return False
        error = kind() if error is None else error
        try:
            await self._run.athrow(error)
        except StopAsyncIteration as stop:
            return stop is not error
        except BaseException as other:
            if other is error or (isinstance(other, RuntimeError) and other.__cause__ is error):
                return False
            raise
        await self._run.aclose()
        raise RuntimeError("generator didn't stop after athrow()")


def asynccontextmanager(function):
    """Makes an asynchronous context manager of an async generator function that yields once."""

    def make(*args, **kwargs):
        return _FromAsyncGenerator(function(*args, **kwargs))

    return _named_like(make, function)


class closing:
    """Closes its object at the end."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *error):
        self.thing.close()


class suppress:
    """Swallows exceptions of these classes."""

    def __init__(self, *classes):
        self._classes = classes

    def __enter__(self):
        return None

    def __exit__(self, kind, error, trace):
        return kind is not None and issubclass(kind, self._classes)


class nullcontext:
    """Does nothing; `with` gives the value that it was made with."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *error):
        return None

    async def __aenter__(self):
        return self.enter_result

    async def __aexit__(self, *error):
        return None


class _Redirect:
    """Puts another object in the place of one of sys's streams; nests."""

    def __init__(self, target):
        self._target = target
        self._before = []

    def __enter__(self):
        self._before.append(getattr(sys, self.name))
        setattr(sys, self.name, self._target)
        return self._target

    def __exit__(self, *error):
        setattr(sys, self.name, self._before.pop())


class redirect_stdout(_Redirect):
    """Sends what is printed to another file."""

    name = "stdout"


class redirect_stderr(_Redirect):
    """Sends what goes to standard error to another file."""

    name = "stderr"


class ExitStack:
    """Context managers and calls that are undone in reverse order, each told of the exception that is under way by then."""

    def __init__(self):
        self._undo = []  # functions of (kind, error, traceback)

    def __enter__(self):
        return self

    def enter_context(self, manager):
        """Enters a manager now, exits it with the stack; returns what it gives."""
        kind = type(manager)
        leave = kind.__exit__
        value = kind.__enter__(manager)
        self._undo.append(lambda *error: leave(manager, *error))
        return value

    def push(self, leave):
        """Registers a manager's __exit__, or a function with its parameters; returns what it was given."""
        method = getattr(type(leave), "__exit__", None)
        self._undo.append(leave if method is None else lambda *error: method(leave, *error))
        return leave

    def callback(self, function, *args, **kwargs):
        """Registers a plain call; returns the function."""

        def call(*error):
            function(*args, **kwargs)

        self._undo.append(call)
        return function

    def pop_all(self):
        """Moves everything that is registered to a new stack."""
        other = type(self)()
        other._undo, self._undo = self._undo, []
        return other

    def close(self):
        """Undoes everything now."""
        self.__exit__(None, None, None)

    def __exit__(self, kind, error, trace):
        arrived = pending = error
        while self._undo:
            undo = self._undo.pop()
            try:
                if pending is None:
                    undo(None, None, None)
                elif undo(type(pending), pending, pending.__traceback__):
                    pending = None
            except BaseException as other:
                pending = other
        if pending is not None and pending is not arrived:
            raise pending
        return arrived is not None and pending is None


class AsyncExitStack(ExitStack):
    """An ExitStack whose managers and calls may be asynchronous as well."""

    async def __aenter__(self):
        return self

    async def enter_async_context(self, manager):
        kind = type(manager)
        leave = kind.__aexit__
        value = await kind.__aenter__(manager)
        self.push_async_exit(lambda *error: leave(manager, *error))
        return value

    def push_async_exit(self, leave):
        """Registers an asynchronous manager's __aexit__, or a coroutine function with its parameters."""
        method = getattr(type(leave), "__aexit__", None)
        self._undo.append(_Awaited(leave if method is None else lambda *error: method(leave, *error)))
        return leave

    def push_async_callback(self, function, *args, **kwargs):
        self._undo.append(_Awaited(lambda *error: function(*args, **kwargs), True))
        return function

    async def aclose(self):
        await self.__aexit__(None, None, None)

    async def __aexit__(self, kind, error, trace):
        arrived = pending = error
        while self._undo:
            undo = self._undo.pop()
            told = (None, None, None) if pending is None else (type(pending), pending, pending.__traceback__)
            try:
                answer = undo(*told)
                if isinstance(undo, _Awaited):
                    answer = await answer
                    answer = answer and not undo.plain
                if answer and pending is not None:
                    pending = None
            except BaseException as other:
                pending = other
        if pending is not None and pending is not arrived:
            raise pending
        return arrived is not None and pending is None


class _Awaited:
    """Marks an entry of an AsyncExitStack whose answer is to be awaited; `plain`: and then ignored."""

    def __init__(self, call, plain=False):
        self._call = call
        self.plain = plain

    def __call__(self, *error):
        return self._call(*error)


class AbstractContextManager:
    """A base for context managers: __enter__ gives the object itself."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return None


class AbstractAsyncContextManager:
    """The same for `async with`."""

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, trace):
        return None


class chdir:
    """Works in another directory for a while."""

    def __init__(self, path):
        self.path = path
        self._before = []

    def __enter__(self):
        import os

        self._before.append(os.getcwd())
        os.chdir(self.path)

    def __exit__(self, kind, error, trace):
        import os

        os.chdir(self._before.pop())


class aclosing(AbstractAsyncContextManager):
    """Awaits the object's aclose() at the end."""

    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *error):
        await self.thing.aclose()
