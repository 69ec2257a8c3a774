"""Suites of tests, what came of them, and the runner that prints it."""

import sys
import time


class TestResult:
    """Collects outcomes: lists of (test, text) under failures, errors, skipped …"""

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failfast = False
        self.failures = []
        self.errors = []
        self.skipped = []
        self.expectedFailures = []
        self.unexpectedSuccesses = []
        self.testsRun = 0
        self.shouldStop = False
        self.buffer = False

    # As MicroPython's runner counts.
    failuresNum = property(lambda self: len(self.failures))
    errorsNum = property(lambda self: len(self.errors))
    skippedNum = property(lambda self: len(self.skipped))

    def startTestRun(self):
        """Called before all tests."""

    def stopTestRun(self):
        """Called after all tests."""

    def startTest(self, test):
        """Called before each test."""
        self.testsRun += 1

    def stopTest(self, test):
        """Called after each test."""

    def stop(self):
        """Let no more tests run."""
        self.shouldStop = True

    def wasSuccessful(self):
        """True when nothing failed."""
        return not (self.failures or self.errors or self.unexpectedSuccesses)

    def addSuccess(self, test):
        """The test went well."""

    def addError(self, test, err):
        """An exception came out of the test."""
        self.errors.append((test, _text(test, err)))
        self._bad()

    def addFailure(self, test, err):
        """An assertion of the test failed."""
        self.failures.append((test, _text(test, err)))
        self._bad()

    def addSubTest(self, test, subtest, err):
        """A part of a test is over; err is None when it went well."""
        if err is not None:
            failed = issubclass(err[0], test.failureException)
            (self.failures if failed else self.errors).append((subtest, _text(test, err)))
            self._bad()

    def addSkip(self, test, reason):
        """The test was not run."""
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        """The test failed as it should."""
        self.expectedFailures.append((test, _text(test, err)))

    def addUnexpectedSuccess(self, test):
        """The test should have failed."""
        self.unexpectedSuccesses.append(test)
        self._bad()

    def _bad(self):
        if self.failfast:
            self.stop()

    def __repr__(self):
        return "<%s.%s run=%i errors=%i failures=%i>" % (type(self).__module__, type(self).__qualname__, self.testsRun, len(self.errors), len(self.failures))


def _ours(trace):
    return trace.tb_frame.f_code.co_filename.startswith("<frozen unittest")


def _text(test, err):
    """An exception's text without the frames of this package."""
    import traceback

    kind, error, trace = err
    while trace is not None and _ours(trace):
        trace = trace.tb_next
    places = traceback.extract_tb(trace)
    if kind is not None and issubclass(kind, test.failureException):
        for i, place in enumerate(places):
            if place.filename.startswith("<frozen unittest"):
                del places[i:]
                break
    told = traceback.TracebackException(kind, error, None)
    told.stack = places
    return "".join(list(told.format()))


class TextTestResult(TestResult):
    """Prints outcomes as they come: letters, or a line for each test."""

    separator1 = "=" * 70
    separator2 = "-" * 70

    def __init__(self, stream, descriptions=True, verbosity=1):
        TestResult.__init__(self)
        self.stream = stream
        self.descriptions = descriptions
        self.showAll = verbosity > 1
        self.dots = verbosity == 1
        self._new_line = False

    def getDescription(self, test):
        """What is printed for a test."""
        doc = test.shortDescription() if self.descriptions and hasattr(test, "shortDescription") else None
        return "%s\n%s" % (test, doc) if doc else str(test)

    def startTest(self, test):
        """Print what runs."""
        TestResult.startTest(self, test)
        if self.showAll:
            self.stream.write("%s ... " % self.getDescription(test))
            self._new_line = False

    def _say(self, word, letter, test=None):
        if self.showAll:
            if test is not None and self._new_line:
                self.stream.write("%s ... " % self.getDescription(test))
            self.stream.write(word + "\n")
            self._new_line = True
        elif self.dots:
            self.stream.write(letter)
        if hasattr(self.stream, "flush"):
            self.stream.flush()

    def addSuccess(self, test):
        TestResult.addSuccess(self, test)
        self._say("ok", ".")

    def addError(self, test, err):
        TestResult.addError(self, test, err)
        self._say("ERROR", "E", test)

    def addFailure(self, test, err):
        TestResult.addFailure(self, test, err)
        self._say("FAIL", "F", test)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            failed = issubclass(err[0], test.failureException)
            if self.showAll:
                self.stream.write(("\n" if not self._new_line else "") + "  %s ... " % self.getDescription(subtest))
            self._say("FAIL" if failed else "ERROR", "F" if failed else "E")
        TestResult.addSubTest(self, test, subtest, err)

    def addSkip(self, test, reason):
        TestResult.addSkip(self, test, reason)
        self._say("skipped %r" % reason, "s", test)

    def addExpectedFailure(self, test, err):
        TestResult.addExpectedFailure(self, test, err)
        self._say("expected failure", "x")

    def addUnexpectedSuccess(self, test):
        TestResult.addUnexpectedSuccess(self, test)
        self._say("unexpected success", "u")

    def printErrors(self):
        """Print what went wrong."""
        if self.dots or self.showAll:
            self.stream.write("\n")
        for title, outcomes in (("ERROR", self.errors), ("FAIL", self.failures)):
            for test, text in outcomes:
                self.stream.write("%s\n%s: %s\n%s\n%s\n" % (self.separator1, title, self.getDescription(test), self.separator2, text))
        for test in self.unexpectedSuccesses:
            self.stream.write("%s\nUNEXPECTED SUCCESS: %s\n" % (self.separator1, self.getDescription(test)))


class _Place:
    """Where a setUpClass() or setUpModule() failed, as results see it."""

    failureException = AssertionError

    def __init__(self, description):
        self.description = description

    def id(self):
        """The description."""
        return self.description

    def shortDescription(self):
        """None"""
        return None

    def __str__(self):
        return self.description


class TestSuite:
    """Several tests, which may be suites."""

    def __init__(self, tests=()):
        self._tests = []
        self.addTests(tests)

    def __iter__(self):
        return iter(self._tests)

    def addTest(self, test):
        """Add a test, a suite, or (as in MicroPython) a class of tests."""
        if isinstance(test, type):
            from unittest.program import defaultTestLoader

            test = defaultTestLoader.loadTestsFromTestCase(test)
        if not callable(test):
            raise TypeError("%r is not callable" % (test,))
        self._tests.append(test)

    def addTests(self, tests):
        """Add tests."""
        if isinstance(tests, str):
            raise TypeError("tests must be an iterable of tests, not a string")
        for test in tests:
            self.addTest(test)

    def countTestCases(self):
        """How many tests there are."""
        return sum([test.countTestCases() for test in self._tests])

    def _flat(self):
        for test in self._tests:
            if isinstance(test, TestSuite):
                for inner in test._flat():
                    yield inner
            else:
                yield test

    def run(self, result, debug=False):
        """Run the tests. Those of a class that follow each other share its setUpClass() and tearDownClass()."""
        kind = module = None
        ready = module_ready = True
        for test in self._flat():
            if result.shouldStop:
                break
            if type(test) is not kind:
                _leave_class(kind, ready, result)
                if type(test).__module__ != module:
                    _leave_module(module, module_ready, result)
                    module = type(test).__module__
                    module_ready = _module_hook(module, "setUpModule", result)
                kind = type(test)
                ready = module_ready and _enter_class(kind, result)
            if ready:
                test(result)
        _leave_class(kind, ready, result)
        _leave_module(module, module_ready, result)
        return result

    def __call__(self, *args, **kwargs):
        return self.run(*args, **kwargs)

    def debug(self):
        """Run the tests and let exceptions out."""
        for test in self._flat():
            test.debug()

    def __eq__(self, other):
        return list(self) == list(other) if isinstance(other, TestSuite) else NotImplemented

    def __repr__(self):
        return "<%s.%s tests=%s>" % (type(self).__module__, type(self).__qualname__, list(self))


BaseTestSuite = TestSuite


def _hook(function, place, result):
    from unittest.case import SkipTest

    try:
        function()
        return True
    except SkipTest as reason:
        result.addSkip(_Place(place), str(reason))
    except KeyboardInterrupt:
        raise
    except BaseException:
        result.addError(_Place(place), sys.exc_info())
    return False


def _class_name(kind):
    return "%s.%s" % (kind.__module__, kind.__qualname__)


def _enter_class(kind, result):
    if getattr(kind, "__unittest_skip__", False) or not hasattr(kind, "setUpClass"):
        return True
    ready = _hook(kind.setUpClass, "setUpClass (%s)" % _class_name(kind), result)
    if not ready:
        _hook(kind.doClassCleanups, "setUpClass (%s)" % _class_name(kind), result)
    return ready


def _leave_class(kind, ready, result):
    if kind is not None and ready and hasattr(kind, "tearDownClass") and not getattr(kind, "__unittest_skip__", False):
        _hook(kind.tearDownClass, "tearDownClass (%s)" % _class_name(kind), result)
        _hook(kind.doClassCleanups, "tearDownClass (%s)" % _class_name(kind), result)


def _module_hook(module, name, result):
    function = getattr(sys.modules.get(module), name, None)
    return function is None or _hook(function, "%s (%s)" % (name, module), result)


def _leave_module(module, ready, result):
    if module is not None and ready:
        from unittest.case import doModuleCleanups

        _module_hook(module, "tearDownModule", result)
        _hook(doModuleCleanups, "tearDownModule (%s)" % module, result)


class TextTestRunner:
    """Runs a test or suite and prints the outcome, by default to sys.stderr."""

    resultclass = TextTestResult

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False, resultclass=None, warnings=None, *, tb_locals=False):
        self.stream = sys.stderr if stream is None else stream
        self.descriptions = descriptions
        self.verbosity = verbosity
        self.failfast = failfast
        if resultclass is not None:
            self.resultclass = resultclass

    def _makeResult(self):
        return self.resultclass(self.stream, self.descriptions, self.verbosity)

    def run(self, test):
        """Run a test or suite; returns the result."""
        result = self._makeResult()
        result.failfast = self.failfast
        result.startTestRun()
        start = time.perf_counter()
        try:
            test(result)
        finally:
            result.stopTestRun()
        self.seconds = time.perf_counter() - start
        result.printErrors()
        self._sum_up(result)
        return result

    def _sum_up(self, result):
        """The last four lines have the form that scripts look for."""
        counts = []
        if not result.wasSuccessful():
            counts = ["failures=%d" % len(result.failures), "errors=%d" % len(result.errors)]
        for name, outcomes in (("skipped", result.skipped), ("expected failures", result.expectedFailures),
                               ("unexpected successes", result.unexpectedSuccesses)):
            if outcomes:
                counts.append("%s=%d" % (name, len(outcomes)))
        text = "%s\nRan %d tests\n\n%s" % (result.separator2, result.testsRun, "OK" if result.wasSuccessful() else "FAILED")
        self.stream.write(text + (" (%s)\n" % ", ".join(counts) if counts else "\n"))


TestRunner = TextTestRunner
