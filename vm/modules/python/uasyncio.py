"""asyncio under the name that MicroPython programs know."""

import sys

import asyncio

sys.modules[__name__] = asyncio
