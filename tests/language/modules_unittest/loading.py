import io
import sys
import unittest


class A(unittest.TestCase):
    def test_two(self):
        pass

    def test_one(self):
        pass

    def helper(self):
        pass


class B(A):
    def test_three(self):
        self.fail("three")


loader = unittest.TestLoader()
print(loader.getTestCaseNames(A), loader.getTestCaseNames(B))
print([t.id() for t in loader.loadTestsFromTestCase(B)], A("test_one").shortDescription(), str(A("test_one")), repr(A("test_one")))
print(A("test_one") == A("test_one"), A("test_one") == A("test_two"), A("test_one").countTestCases())
names = []
for suite in loader.loadTestsFromModule(sys.modules["__main__"]):
    names.extend([t.id() for t in suite])
print(names)
print([t.id() for t in loader.loadTestsFromName("A.test_one", sys.modules["__main__"])], loader.loadTestsFromName("B", sys.modules["__main__"]).countTestCases())
loader.testMethodPrefix = "help"
print(loader.getTestCaseNames(A))
try:
    A("nothing")
except ValueError as error:
    print(error)
sys.stderr = io.StringIO()
program = unittest.main(argv=["x", "A"], exit=False)
print(program.result.testsRun, sys.stderr.getvalue().split("\n")[0], sys.stderr.getvalue().split("\n")[-2])
try:
    unittest.main(argv=["x", "-q", "-k", "three"])
except SystemExit as error:
    print("exit", bool(error.code))
print(A("test_one").run().testsRun, A("test_one").debug())
