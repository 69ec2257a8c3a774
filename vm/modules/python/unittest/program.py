"""Finding tests, and the command line."""

import os
import sys
from unittest.case import TestCase
from unittest.result import TestSuite, TextTestRunner


class TestLoader:
    """Makes suites of classes, modules, names and directories."""

    testMethodPrefix = "test"
    testNamePatterns = None
    suiteClass = TestSuite

    def getTestCaseNames(self, testCaseClass):
        """The names of a class's tests, sorted."""
        prefix = "%s.%s." % (testCaseClass.__module__, testCaseClass.__qualname__)
        return [name for name in sorted(set(dir(testCaseClass)))
                if name.startswith(self.testMethodPrefix) and callable(getattr(testCaseClass, name)) and self._wanted(prefix + name)]

    def _wanted(self, name):
        if self.testNamePatterns is None:
            return True
        from fnmatch import fnmatchcase

        return any([fnmatchcase(name, pattern) for pattern in self.testNamePatterns])

    def loadTestsFromTestCase(self, testCaseClass):
        """All tests of a class."""
        names = self.getTestCaseNames(testCaseClass)
        if not names and hasattr(testCaseClass, "runTest"):
            names = ["runTest"]
        return self.suiteClass([testCaseClass(name) for name in names])

    def loadTestsFromModule(self, module, *, pattern=None):
        """All tests of a module; its load_tests() may say which."""
        suites = []
        for name in sorted(dir(module)):
            value = getattr(module, name)
            if isinstance(value, type) and issubclass(value, TestCase) and value is not TestCase and value.__name__ != "IsolatedAsyncioTestCase":
                suites.append(self.loadTestsFromTestCase(value))
        suite = self.suiteClass(suites)
        load_tests = getattr(module, "load_tests", None)
        return load_tests(self, suite, pattern) if load_tests is not None else suite

    def loadTestsFromName(self, name, module=None):
        """The tests that a dotted name stands for: a module, a class, a method, a function that makes tests."""
        parts = name.split(".")
        if module is None:
            count = len(parts)
            while True:
                try:
                    module = __import__(".".join(parts[:count]), None, None, ("*",))
                    break
                except ImportError:
                    count -= 1
                    if count == 0:
                        raise
            parts = parts[count:]
        value = module
        parent = None
        for part in parts:
            parent, value = value, getattr(value, part)
        if isinstance(value, type(sys)):
            return self.loadTestsFromModule(value)
        if isinstance(value, type) and issubclass(value, TestCase):
            return self.loadTestsFromTestCase(value)
        if isinstance(parent, type) and issubclass(parent, TestCase):
            return self.suiteClass([parent(parts[-1])])
        if isinstance(value, TestSuite):
            return value
        if callable(value):
            made = value()
            return made if isinstance(made, TestSuite) else self.suiteClass([made])
        raise TypeError("don't know how to make test from: %s" % (value,))

    def loadTestsFromNames(self, names, module=None):
        """The tests of several names."""
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])

    def discover(self, start_dir, pattern="test*.py", top_level_dir=None):
        """The tests of all files below a directory whose names match the pattern."""
        top = os.path.abspath(start_dir if top_level_dir is None else top_level_dir)
        if top not in sys.path:
            sys.path.insert(0, top)
        suites = []
        for path in _test_files(os.path.abspath(start_dir), pattern):
            name = path[len(top) :].strip("/")[:-3].replace("/", ".")
            suites.append(self._load_file(name, pattern))
        return self.suiteClass(suites)

    def _load_file(self, name, pattern):
        try:
            module = __import__(name, None, None, ("*",))
        except Exception as error:
            if type(error).__name__ == "SkipTest":
                return self.suiteClass([_skipped(name, str(error))])
            return self.suiteClass([_broken(name, error)])
        return self.loadTestsFromModule(module, pattern=pattern)


def _test_files(directory, pattern):
    from fnmatch import fnmatch

    for name in sorted(os.listdir(directory)):
        path = os.path.join(directory, name)
        if os.path.isdir(path):
            if name.isidentifier() and os.path.exists(os.path.join(path, "__init__.py")):
                for inner in _test_files(path, pattern):
                    yield inner
        elif fnmatch(name, pattern) and name.endswith(".py") and name[:-3].isidentifier():
            yield path


def _broken(name, error):
    """A test that fails as importing its module did."""
    import traceback

    text = "Failed to import test module: %s\n%s" % (name, "".join(traceback.format_exception(error)))

    class _FailedTest(TestCase):
        def runTest(self):
            raise ImportError(text)

    _FailedTest.__module__ = "unittest.loader"
    _FailedTest.__qualname__ = "_FailedTest"
    return _FailedTest()


def _skipped(name, reason):
    class ModuleSkipped(TestCase):
        def runTest(self):
            self.skipTest(reason)

    ModuleSkipped.__module__ = "unittest.loader"
    return ModuleSkipped()


defaultTestLoader = TestLoader()


class TestProgram:
    """Runs the tests that the command line names: those of a module, or with module=None those that are found below a directory."""

    def __init__(self, module="__main__", defaultTest=None, argv=None, testRunner=None, testLoader=defaultTestLoader, exit=True, verbosity=1, failfast=None,
                 catchbreak=None, buffer=None, warnings=None, *, tb_locals=False):
        self.module = __import__(module, None, None, ("*",)) if isinstance(module, str) else module
        self.testLoader = testLoader
        self.verbosity = verbosity
        self.failfast = bool(failfast)
        self.names = []
        self.start, self.pattern, self.top = ".", "test*.py", None
        self._discover = False
        self._read(list(sys.argv if argv is None else argv)[1:])
        if not self.names and defaultTest is not None:
            self.names = [defaultTest] if isinstance(defaultTest, str) else list(defaultTest)
        self.test = self._load()
        runner = testRunner or TextTestRunner
        if isinstance(runner, type):
            runner = runner(verbosity=self.verbosity, failfast=self.failfast)
        self.result = runner.run(self.test)
        if exit:
            sys.exit(not self.result.wasSuccessful())

    def _read(self, words):
        if self.module is None and words[:1] == ["discover"]:
            self._discover = True
            words.pop(0)
        while words:
            word = words.pop(0)
            if word in ("-v", "--verbose"):
                self.verbosity = 2
            elif word in ("-q", "--quiet"):
                self.verbosity = 0
            elif word in ("-f", "--failfast"):
                self.failfast = True
            elif word in ("-b", "--buffer", "-c", "--catch", "--locals"):
                pass
            elif word in ("-h", "--help"):
                _usage(0)
            elif word in ("-k", "-s", "--start-directory", "-p", "--pattern", "-t", "--top-level-directory") and words:
                self._option(word, words.pop(0))
            elif word.startswith("-"):
                _usage(2, word)
            else:
                self.names.append(word)

    def _option(self, word, value):
        if word == "-k":
            patterns = self.testLoader.testNamePatterns or []
            self.testLoader.testNamePatterns = patterns + [value if "*" in value else "*%s*" % value]
        elif word in ("-s", "--start-directory"):
            self.start = value
        elif word in ("-p", "--pattern"):
            self.pattern = value
        else:
            self.top = value

    def _load(self):
        loader = self.testLoader
        if self._discover or (self.module is None and not self.names):
            places = [self.start, self.pattern, self.top]
            places[: len(self.names)] = self.names
            return loader.discover(*places)
        if not self.names:
            return loader.loadTestsFromModule(self.module)
        return loader.loadTestsFromNames([_as_module(name) for name in self.names] if self.module is None else self.names, self.module)


def _as_module(name):
    """A file's name as that of a module."""
    return name[:-3].replace("/", ".") if name.endswith(".py") and os.path.isfile(name) else name


def _usage(status, word=None):
    if word is not None:
        sys.stderr.write("unrecognized option: %s\n" % word)
    print("usage: python -m unittest [-v] [-q] [-f] [-k PATTERN] [TEST...]\n       python -m unittest discover [-s START] [-p PATTERN] [-t TOP]")
    sys.exit(status)


main = TestProgram


def discover(*args, **kwargs):
    """A suite of all tests below a directory."""
    return defaultTestLoader.discover(*args, **kwargs)


def run_module(module, verbosity=1):
    """Run the tests of a module; returns the result."""
    return TextTestRunner(verbosity=verbosity).run(defaultTestLoader.loadTestsFromModule(module))


def makeSuite(testCaseClass, prefix="test", suiteClass=TestSuite):
    """The tests of a class."""
    return suiteClass([testCaseClass(name) for name in getTestCaseNames(testCaseClass, prefix)])


def getTestCaseNames(testCaseClass, prefix="test"):
    """The names of a class's tests."""
    loader = TestLoader()
    loader.testMethodPrefix = prefix
    return loader.getTestCaseNames(testCaseClass)


def findTestCases(module, prefix="test", suiteClass=TestSuite):
    """The tests of a module."""
    return defaultTestLoader.loadTestsFromModule(module)
