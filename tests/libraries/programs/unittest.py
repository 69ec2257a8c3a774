import unittest
import test_assertions
import test_setup
import test_subtest

suite = unittest.TestSuite()
for module in (test_assertions, test_setup, test_subtest):
    suite._load_module(module)
result = unittest.TestRunner().run(suite)
print(result.testsRun, result.wasSuccessful(), unittest.__file__.startswith("/"))
