"""python -m unittest: runs the tests that are named, or all that are found."""

from unittest.program import TestProgram

TestProgram(module=None)
