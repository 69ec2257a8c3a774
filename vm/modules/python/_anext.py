"""What the built-in function anext() returns when it is given a default."""


async def anext(step, default):
    """The value of the step; at the end of the iteration the default."""
    try:
        return await step
    except StopAsyncIteration:
        return default
