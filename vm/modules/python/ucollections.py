"""collections under the name that MicroPython programs know."""

import sys

import collections

sys.modules[__name__] = collections
