"""Tests as methods of classes. Only TestCase is loaded at once; runners and loaders come when they are asked for."""

from unittest.case import FunctionTestCase, SkipTest, TestCase, addModuleCleanup, doModuleCleanups, expectedFailure, skip, skipIf, skipUnless

_PLACES = {
    "result": ("TestResult", "TestSuite", "TextTestResult", "TextTestRunner", "TestRunner", "BaseTestSuite"),
    "program": ("TestLoader", "TestProgram", "defaultTestLoader", "discover", "main", "run_module", "makeSuite", "getTestCaseNames", "findTestCases"),
    "async_case": ("IsolatedAsyncioTestCase",),
}


def __getattr__(name):
    for place, names in _PLACES.items():
        if name in names:
            module = __import__("unittest." + place, None, None, ("*",))
            return getattr(module, name)
    raise AttributeError("module 'unittest' has no attribute %r" % name)
