"""One test, and what it can assert."""

import sys

_module_cleanups = []


class SkipTest(Exception):
    """Raised by a test that is not to be run."""


class _Failure(AssertionError):
    pass


def _skipper(reason):
    def mark(test):
        test.__unittest_skip__ = True
        test.__unittest_skip_why__ = reason
        return test

    return mark


def skip(reason):
    """A decorator: the test is not run."""
    return _skipper("")(reason) if callable(reason) else _skipper(reason)


def skipIf(condition, reason):
    """A decorator: the test is not run if the condition is true."""
    return _skipper(reason) if condition else _same


def skipUnless(condition, reason):
    """A decorator: the test is run only if the condition is true."""
    return _same if condition else _skipper(reason)


def _same(test):
    return test


def expectedFailure(test_item):
    """A decorator: the test has to fail."""
    test_item.__unittest_expecting_failure__ = True
    return test_item


def addModuleCleanup(function, /, *args, **kwargs):
    """Call the function when the module's tests are over."""
    _module_cleanups.append((function, args, kwargs))


def doModuleCleanups():
    """Call what addModuleCleanup() was given."""
    while _module_cleanups:
        function, args, kwargs = _module_cleanups.pop()
        function(*args, **kwargs)


class _Raises:
    """assertRaises as a context manager; `exception` is what was caught."""

    def __init__(self, case, expected, pattern, msg):
        self.case = case
        self.expected = expected
        self.pattern = pattern
        self.msg = msg
        self.exception = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            names = getattr(self.expected, "__name__", None) or str(self.expected)
            self.case._fail(self.msg, "%s not raised" % names + (" by %s" % self.name if self.name else ""))
        if not issubclass(kind, self.expected):
            return False
        self.exception = error.with_traceback(None)
        if self.pattern is not None:
            _search(self.case, self.pattern, str(error), self.msg, '"%s" does not match "%s"')
        return True

    name = None


def _search(case, pattern, text, msg, standard):
    """Fails unless the pattern is found; the match object otherwise."""
    import re

    if isinstance(pattern, (str, bytes)):
        pattern = re.compile(pattern)
    found = pattern.search(text)
    if not found:
        case._fail(msg, standard % (pattern.pattern, text))
    return found


class _Warns:
    """assertWarns as a context manager."""

    def __init__(self, case, expected, pattern, msg):
        self.case = case
        self.expected = expected
        self.pattern = pattern
        self.msg = msg

    def __enter__(self):
        import warnings

        self._recorder = warnings.catch_warnings(record=True)
        self.warnings = self._recorder.__enter__()
        warnings.simplefilter("always")
        return self

    def __exit__(self, kind, error, trace):
        self._recorder.__exit__(kind, error, trace)
        if kind is not None:
            return
        matching = None
        for warning in self.warnings:
            if not isinstance(warning.message, self.expected):
                continue
            matching = warning.message
            if self.pattern is None or __import__("re").search(self.pattern, str(matching)):
                self.warning = matching
                self.filename = warning.filename
                self.lineno = warning.lineno
                return
        name = getattr(self.expected, "__name__", None) or str(self.expected)
        if matching is None:
            self.case._fail(self.msg, "%s not triggered" % name)
        self.case._fail(self.msg, '"%s" does not match "%s"' % (self.pattern, matching))


class _Logs:
    """assertLogs and assertNoLogs as a context manager: `records` and `output` are what was logged."""

    def __init__(self, case, logger, level, wanted):
        import logging

        self.case = case
        self.logger = logger if isinstance(logger, logging.Logger) else logging.getLogger(logger)
        self.level = logging._level(level) if level else logging.INFO
        self.wanted = wanted
        self.records = []
        self.output = []

    def __enter__(self):
        import logging

        logger = self.logger
        handler = logging.Handler()
        formatter = logging.Formatter(logging.BASIC_FORMAT)

        def keep(record):
            self.records.append(record)
            self.output.append(formatter.format(record))

        handler.emit = keep
        handler.setLevel(self.level)
        self._old = logger.handlers, logger.level, logger.propagate
        self._handler = handler
        logger.handlers = [handler]
        logger.setLevel(self.level)
        logger.propagate = False
        return self if self.wanted else None

    def __exit__(self, kind, error, trace):
        import logging

        logger = self.logger
        logger.handlers, level, logger.propagate = self._old
        logger.setLevel(level)
        self._handler.close()
        if kind is not None:
            return False
        if self.wanted and not self.records:
            self.case.fail("no logs of level %s or higher triggered on %s" % (logging.getLevelName(self.level), logger.name))
        if not self.wanted and self.records:
            self.case.fail("Unexpected logs found: %r" % self.output)


class _SubTest:
    """A part of a test, as results see it."""

    def __init__(self, case, message, parameters):
        self.test_case = case
        self._message = message
        self.params = parameters
        self.failureException = case.failureException

    def _description(self):
        parts = [] if self._message is None else ["[%s]" % self._message]
        if self.params:
            parts.append("(%s)" % ", ".join(["%s=%r" % pair for pair in self.params.items()]))
        return " ".join(parts) or "(<subtest>)"

    def id(self):
        """The test's id and the parameters."""
        return "%s %s" % (self.test_case.id(), self._description())

    def shortDescription(self):
        """That of the test."""
        return self.test_case.shortDescription()

    def __str__(self):
        return "%s %s" % (self.test_case, self._description())


class _InSubTest:
    """with self.subTest(…): what fails inside is noted, and the test goes on."""

    def __init__(self, case, message, parameters):
        self.case = case
        self.message = message
        self.parameters = parameters

    def __enter__(self):
        self.outer = self.case._parameters
        self.case._parameters = dict(self.outer, **self.parameters)

    def __exit__(self, kind, error, trace):
        case = self.case
        parameters = case._parameters
        case._parameters = self.outer
        result = case._result
        if result is None or (kind is not None and not issubclass(kind, Exception)):
            return False
        test = _SubTest(case, self.message, parameters)
        if kind is None:
            result.addSubTest(case, test, None)
        elif issubclass(kind, SkipTest):
            result.addSkip(test, str(error))
        elif case._expects_failure:
            return False
        else:
            case._failed = True
            result.addSubTest(case, test, (kind, error, trace))
            return not result.failfast
        return True


def _shown(value):
    """repr(), not endlessly long."""
    try:
        text = repr(value)
    except Exception:
        text = object.__repr__(value)
    return text if len(text) < 80 * 8 else text[:600] + " [truncated]..."


class TestCase:
    """A class of tests: methods whose names begin with test. Each runs on an instance of its own."""

    failureException = AssertionError
    longMessage = True
    maxDiff = 640
    _class_cleanups = ()
    _class_setup_failed = False

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        method = getattr(self, methodName, None)
        if method is None and methodName != "runTest":
            raise ValueError("no such test method in %s: %s" % (type(self), methodName))
        self._testMethodDoc = getattr(method, "__doc__", None)
        self._cleanups = []
        self._parameters = {}
        self._result = None
        self._equals = {}

    # What tests may define.

    def setUp(self):
        """Called before each test."""

    def tearDown(self):
        """Called after each test whose setUp() went well."""

    @classmethod
    def setUpClass(cls):
        """Called before the first test of the class."""

    @classmethod
    def tearDownClass(cls):
        """Called after the last test of the class."""

    def addCleanup(self, function, /, *args, **kwargs):
        """Call the function when the test is over, whatever happened."""
        self._cleanups.append((function, args, kwargs))

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        """Call the function when the class is over."""
        cls._class_cleanups = list(cls.__dict__.get("_class_cleanups", ())) + [(function, args, kwargs)]

    @classmethod
    def doClassCleanups(cls):
        """Call what addClassCleanup() was given."""
        cleanups = list(cls._class_cleanups)
        cls._class_cleanups = ()
        while cleanups:
            function, args, kwargs = cleanups.pop()
            function(*args, **kwargs)

    def enterContext(self, cm):
        """Enter a context manager that is left when the test is over."""
        value = cm.__enter__()
        self.addCleanup(cm.__exit__, None, None, None)
        return value

    def addTypeEqualityFunc(self, typeobj, function):
        """Compare objects of exactly this type by a function that fails when they differ."""
        self._equals[typeobj] = function

    # What a runner asks.

    def countTestCases(self):
        """1"""
        return 1

    def defaultTestResult(self):
        """A result to collect in."""
        from unittest.result import TestResult

        return TestResult()

    def id(self):
        """module.Class.test_method"""
        return "%s.%s.%s" % (type(self).__module__, type(self).__qualname__, self._testMethodName)

    def shortDescription(self):
        """The first line of the test's docstring, or None."""
        doc = self._testMethodDoc
        return doc.strip().split("\n")[0].strip() if doc else None

    def __str__(self):
        return "%s (%s)" % (self._testMethodName, self.id())

    def __repr__(self):
        return "<%s.%s testMethod=%s>" % (type(self).__module__, type(self).__qualname__, self._testMethodName)

    def __eq__(self, other):
        return type(self) is type(other) and self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __call__(self, *args, **kwargs):
        return self.run(*args, **kwargs)

    def _call(self, function, *args, **kwargs):
        """Calls a part of the test; a hook for tests that are coroutines."""
        function(*args, **kwargs)

    def _attempt(self, function, *args, **kwargs):
        """Calls a part of the test and notes what comes out of it; True when all was well."""
        result = self._result
        try:
            self._call(function, *args, **kwargs)
            return True
        except KeyboardInterrupt:
            raise
        except SkipTest as reason:
            self._skipped = True
            result.addSkip(self, str(reason))
        except self.failureException:
            self._note(result.addFailure)
        except BaseException:
            self._note(result.addError)
        return False

    def _note(self, add):
        error = sys.exc_info()
        self._failed = True
        if self._expects_failure:
            self._expected = error
        else:
            add(self, error)

    def run(self, result=None):
        """Run the test; the outcome goes into a result."""
        started = result is None
        if started:
            result = self.defaultTestResult()
            result.startTestRun()
        result.startTest(self)
        self._result = result
        self._failed = self._skipped = False
        self._expected = None
        try:
            method = getattr(self, self._testMethodName)
            for marked in (type(self), method):
                if getattr(marked, "__unittest_skip__", False):
                    result.addSkip(self, getattr(marked, "__unittest_skip_why__", ""))
                    return result
            self._expects_failure = getattr(self, "__unittest_expecting_failure__", False) or getattr(method, "__unittest_expecting_failure__", False)
            self._run_parts(method)
            self._report(result)
            return result
        finally:
            self._result = None
            result.stopTest(self)
            if started:
                result.stopTestRun()

    def _run_parts(self, method):
        if self._attempt(self.setUp):
            self._attempt(method)
            expected = self._expects_failure
            self._expects_failure = False
            self._attempt(self.tearDown)
            self._expects_failure = expected
        self.doCleanups()

    def _report(self, result):
        if self._expected is not None:
            result.addExpectedFailure(self, self._expected)
        elif self._skipped or self._failed:
            pass
        elif self._expects_failure:
            result.addUnexpectedSuccess(self)
        else:
            result.addSuccess(self)

    def doCleanups(self):
        """Call what addCleanup() was given."""
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            if self._result is None:
                function(*args, **kwargs)
            else:
                self._attempt(function, *args, **kwargs)

    def debug(self):
        """Run the test and let exceptions out."""
        self.setUp()
        getattr(self, self._testMethodName)()
        self.tearDown()
        self.doCleanups()

    # Inside tests.

    def skipTest(self, reason):
        """Do not run the rest."""
        raise SkipTest(reason)

    def subTest(self, msg=None, **params):
        """A context manager: what fails inside is noted with the parameters, and the test goes on."""
        return _InSubTest(self, msg, params)

    def fail(self, msg=None):
        """Fail."""
        raise self.failureException(msg)

    def _fail(self, msg, standard):
        raise self.failureException(self._formatMessage(msg, standard))

    def _formatMessage(self, msg, standardMsg):
        if not self.longMessage:
            return msg or standardMsg
        return standardMsg if msg is None else "%s : %s" % (standardMsg, msg)

    def assertTrue(self, expr, msg=None):
        """bool(expr)"""
        if not expr:
            self._fail(msg, "%s is not true" % _shown(expr))

    def assertFalse(self, expr, msg=None):
        """not expr"""
        if expr:
            self._fail(msg, "%s is not false" % _shown(expr))

    def assertEqual(self, first, second, msg=None):
        """first == second"""
        if type(first) is type(second):
            compare = self._equals.get(type(first))
            if compare is not None:
                compare(first, second, msg=msg)
                return
            for kind, title in ((list, "Lists"), (tuple, "Tuples"), (dict, None), (set, None), (frozenset, None), (str, None)):
                if type(first) is kind:
                    self._compare(kind, title, first, second, msg)
                    return
        if not first == second:
            self._fail(msg, "%s != %s" % (_shown(first), _shown(second)))

    def _compare(self, kind, title, first, second, msg):
        if title is not None:
            self._same_items(first, second, title, msg)
        elif kind is dict:
            self.assertDictEqual(first, second, msg)
        elif kind is str:
            self.assertMultiLineEqual(first, second, msg)
        else:
            self.assertSetEqual(first, second, msg)

    def _same_items(self, first, second, title, msg):
        if first == second:
            return
        text = "%s differ: %s != %s\n" % (title, _shown(first), _shown(second))
        shorter = min(len(first), len(second))
        for i in range(shorter):
            if first[i] != second[i]:
                text += "\nFirst differing element %d:\n%s\n%s\n" % (i, _shown(first[i]), _shown(second[i]))
                break
        if len(first) != len(second):
            longer, order = (first, "First") if len(first) > len(second) else (second, "Second")
            text += "\n%s %s contains %d additional elements.\n" % (order, title.lower()[:-1], len(longer) - shorter)
            text += "First extra element %d:\n%s\n" % (shorter, _shown(longer[shorter]))
        self._fail(msg, text)

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        """The same items in the same order."""
        if seq_type is not None:
            for order, seq in (("First", seq1), ("Second", seq2)):
                if not isinstance(seq, seq_type):
                    raise self.failureException("%s sequence is not a %s: %s" % (order, seq_type.__name__, _shown(seq)))
        title = "Sequences" if seq_type is None else seq_type.__name__.capitalize() + "s"
        if list(seq1) != list(seq2):
            self._same_items(seq1, seq2, title, msg)
            self._fail(msg, "%s differ: %s != %s" % (title, _shown(seq1), _shown(seq2)))

    def assertListEqual(self, list1, list2, msg=None):
        """Equal lists."""
        self.assertSequenceEqual(list1, list2, msg, list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        """Equal tuples."""
        self.assertSequenceEqual(tuple1, tuple2, msg, tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        """Equal sets."""
        if set1 == set2:
            return
        lines = []
        for title, extra in (("first set but not the second", set1 - set2), ("second set but not the first", set2 - set1)):
            if extra:
                lines.append("Items in the %s:" % title)
                lines.extend(map(repr, extra))
        self._fail(msg, "\n".join(lines))

    def assertDictEqual(self, d1, d2, msg=None):
        """Equal dicts."""
        self.assertIsInstance(d1, dict, "First argument is not a dictionary")
        self.assertIsInstance(d2, dict, "Second argument is not a dictionary")
        if d1 != d2:
            self._fail(msg, "%s != %s" % (_shown(d1), _shown(d2)))

    def assertMultiLineEqual(self, first, second, msg=None):
        """Equal strings; the first line that differs is shown."""
        self.assertIsInstance(first, str, "First argument is not a string")
        self.assertIsInstance(second, str, "Second argument is not a string")
        if first == second:
            return
        text = "%s != %s" % (_shown(first), _shown(second))
        if "\n" in first or "\n" in second:
            ones, others = first.split("\n"), second.split("\n")
            for i in range(max(len(ones), len(others))):
                one = ones[i] if i < len(ones) else None
                other = others[i] if i < len(others) else None
                if one != other:
                    text += "\nFirst differing line %d:\n" % (i + 1)
                    text += "" if one is None else "- %s\n" % one
                    text += "" if other is None else "+ %s\n" % other
                    break
        else:
            text += "\n- %s\n+ %s\n" % (first, second)
        self._fail(msg, text)

    def assertCountEqual(self, first, second, msg=None):
        """The same items in any order."""
        rest = list(second)
        missing = []
        for item in first:
            if item in rest:
                rest.remove(item)
            else:
                missing.append(item)
        if missing or rest:
            self._fail(msg, "Element counts were not equal:\nFirst only: %s\nSecond only: %s\n" % (_shown(missing), _shown(rest)))

    def assertNotEqual(self, first, second, msg=None):
        """first != second"""
        if not first != second:
            self._fail(msg, "%s == %s" % (_shown(first), _shown(second)))

    def assertIs(self, expr1, expr2, msg=None):
        """expr1 is expr2"""
        if expr1 is not expr2:
            self._fail(msg, "%s is not %s" % (_shown(expr1), _shown(expr2)))

    def assertIsNot(self, expr1, expr2, msg=None):
        """expr1 is not expr2"""
        if expr1 is expr2:
            self._fail(msg, "unexpectedly identical: %s" % _shown(expr1))

    def assertIsNone(self, obj, msg=None):
        """obj is None"""
        if obj is not None:
            self._fail(msg, "%s is not None" % _shown(obj))

    def assertIsNotNone(self, obj, msg=None):
        """obj is not None"""
        if obj is None:
            self._fail(msg, "unexpectedly None")

    def assertIn(self, member, container, msg=None):
        """member in container"""
        if member not in container:
            self._fail(msg, "%s not found in %s" % (_shown(member), _shown(container)))

    def assertNotIn(self, member, container, msg=None):
        """member not in container"""
        if member in container:
            self._fail(msg, "%s unexpectedly found in %s" % (_shown(member), _shown(container)))

    def assertIsInstance(self, obj, cls, msg=None):
        """isinstance(obj, cls)"""
        if not isinstance(obj, cls):
            self._fail(msg, "%s is not an instance of %r" % (_shown(obj), cls))

    def assertNotIsInstance(self, obj, cls, msg=None):
        """not isinstance(obj, cls)"""
        if isinstance(obj, cls):
            self._fail(msg, "%s is an instance of %r" % (_shown(obj), cls))

    def assertLess(self, a, b, msg=None):
        """a < b"""
        if not a < b:
            self._fail(msg, "%s not less than %s" % (_shown(a), _shown(b)))

    def assertLessEqual(self, a, b, msg=None):
        """a <= b"""
        if not a <= b:
            self._fail(msg, "%s not less than or equal to %s" % (_shown(a), _shown(b)))

    def assertGreater(self, a, b, msg=None):
        """a > b"""
        if not a > b:
            self._fail(msg, "%s not greater than %s" % (_shown(a), _shown(b)))

    def assertGreaterEqual(self, a, b, msg=None):
        """a >= b"""
        if not a >= b:
            self._fail(msg, "%s not greater than or equal to %s" % (_shown(a), _shown(b)))

    def _near(self, first, second, places, delta):
        """(are they nearly equal, how that was measured)"""
        if places is not None and delta is not None:
            raise TypeError("specify delta or places not both")
        difference = abs(first - second)
        if delta is not None:
            return difference <= delta, "within %s delta" % _shown(delta), difference
        places = 7 if places is None else places
        return round(difference, places) == 0, "within %r places" % places, difference

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Equal when rounded to `places` digits behind the point, or not further apart than delta."""
        if first == second:
            return
        near, how, difference = self._near(first, second, places, delta)
        if not near:
            self._fail(msg, "%s != %s %s (%s difference)" % (_shown(first), _shown(second), how, _shown(difference)))

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """The contrary of assertAlmostEqual."""
        near, how, difference = self._near(first, second, places, delta)
        if first == second or near:
            more = " (%s difference)" % _shown(difference) if delta is not None else ""
            self._fail(msg, "%s == %s %s%s" % (_shown(first), _shown(second), how, more))

    def assertRegex(self, text, expected_regex, msg=None):
        """The pattern is found in the text."""
        import re

        pattern = re.compile(expected_regex) if isinstance(expected_regex, (str, bytes)) else expected_regex
        if not pattern.search(text):
            self._fail(msg, "Regex didn't match: %r not found in %r" % (pattern.pattern, text))

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        """The pattern is not found in the text."""
        import re

        pattern = re.compile(unexpected_regex) if isinstance(unexpected_regex, (str, bytes)) else unexpected_regex
        found = pattern.search(text)
        if found:
            self._fail(msg, "Regex matched: %r matches %r in %r" % (found.group(), pattern.pattern, text))

    def _guarded(self, guard, args, kwargs):
        """Uses a guard as a context manager, or around a call."""
        if not args:
            guard.msg = kwargs.pop("msg", None)
            if kwargs:
                raise TypeError("%r is an invalid keyword argument for this function" % next(iter(kwargs)))
            return guard
        guard.name = getattr(args[0], "__name__", None) or str(args[0])
        with guard:
            args[0](*args[1:], **kwargs)

    def assertRaises(self, expected_exception, *args, **kwargs):
        """The call raises such an exception; without a function: a context manager."""
        for kind in expected_exception if isinstance(expected_exception, tuple) else (expected_exception,):
            if not (isinstance(kind, type) and issubclass(kind, BaseException)):
                raise TypeError("assertRaises() arg 1 must be an exception type or tuple of exception types")
        return self._guarded(_Raises(self, expected_exception, None, None), args, kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        """As assertRaises(), and the pattern is found in the exception's text."""
        return self._guarded(_Raises(self, expected_exception, expected_regex, None), args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        """The call gives such a warning; without a function: a context manager."""
        return self._guarded(_Warns(self, expected_warning, None, None), args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        """As assertWarns(), and the pattern is found in the warning's text."""
        return self._guarded(_Warns(self, expected_warning, expected_regex, None), args, kwargs)

    def assertLogs(self, logger=None, level=None):
        """A context manager: something is logged."""
        return _Logs(self, logger, level, True)

    def assertNoLogs(self, logger=None, level=None):
        """A context manager: nothing is logged."""
        return _Logs(self, logger, level, False)

    # The names of old.
    failUnlessEqual = assertEquals = assertEqual
    failUnless = assert_ = assertTrue
    assertRegexpMatches = assertRegex
    assertRaisesRegexp = assertRaisesRegex


class FunctionTestCase(TestCase):
    """A function as a test."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        TestCase.__init__(self)
        self.runTest = testFunc
        if setUp is not None:
            self.setUp = setUp
        if tearDown is not None:
            self.tearDown = tearDown
        self._testMethodDoc = description or testFunc.__doc__

    def id(self):
        """The function's name."""
        return self.runTest.__name__

    def __str__(self):
        return "%s (%s)" % (type(self).__qualname__, self.runTest.__name__)
