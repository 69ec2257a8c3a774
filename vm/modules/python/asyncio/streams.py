"""asyncio.stream under CPython's name."""

import sys

import asyncio.stream

sys.modules[__name__] = asyncio.stream
