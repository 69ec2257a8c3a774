"""requests under the name that MicroPython programs know."""

import sys

import requests

sys.modules[__name__] = requests
