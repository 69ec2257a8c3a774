import io
import unittest


class Case(unittest.TestCase):
    log = []

    @classmethod
    def setUpClass(cls):
        cls.log.append("class")

    @classmethod
    def tearDownClass(cls):
        cls.log.append("class end")

    def setUp(self):
        self.log.append("setUp")
        self.addCleanup(self.log.append, "cleanup")

    def tearDown(self):
        self.log.append("tearDown")

    def test_ok(self):
        self.assertEqual(1, 1)

    def test_fail(self):
        """First line of the doc.

        More.
        """
        self.assertEqual(1, 2, "msg")

    def test_error(self):
        1 / 0

    @unittest.skip("why")
    def test_skip(self):
        pass

    def test_skip_inside(self):
        self.skipTest("because")

    @unittest.expectedFailure
    def test_expected(self):
        self.fail()

    @unittest.expectedFailure
    def test_unexpected(self):
        pass

    def test_sub(self):
        for i in range(4):
            with self.subTest("m", i=i):
                self.assertNotEqual(i % 2, 1)
        with self.subTest(x="y"):
            raise KeyError(1)


@unittest.skipIf(True, "whole class")
class Skipped(unittest.TestCase):
    def test_a(self):
        pass


class BadSetUp(unittest.TestCase):
    def setUp(self):
        raise ValueError("setUp")

    def test_never(self):
        print("never")


class BadClass(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise ValueError("class")

    def test_never(self):
        print("never")


loader = unittest.defaultTestLoader
suite = unittest.TestSuite([loader.loadTestsFromTestCase(c) for c in (Case, Skipped, BadSetUp, BadClass)])
print(suite.countTestCases())
out = io.StringIO()
result = unittest.TextTestRunner(out, verbosity=2).run(suite)
print(result.testsRun, result.wasSuccessful())
for name in ("failures", "errors", "skipped", "expectedFailures"):
    print(name, [(str(test), text.strip().split("\n")[-1]) for test, text in getattr(result, name)])
print([str(test) for test in result.unexpectedSuccesses])
print(Case.log)
lines = [line for line in out.getvalue().split("\n") if " ... " in line or line.startswith(("FAIL", "ERROR", "UNEXPECTED", "---", "==="))]
print("\n".join(lines))
print(out.getvalue().split("\n")[-2])
