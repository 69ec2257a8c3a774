import unittest

t = unittest.TestCase()


def told(method, *args, **kwargs):
    try:
        getattr(t, method)(*args, **kwargs)
        print(method, "ok")
    except Exception as error:
        print(method, type(error).__name__, error)


told("assertTrue", 0)
told("assertTrue", [], "m")
told("assertFalse", 1, "m")
told("assertEqual", 1, 1.0)
told("assertEqual", 1, "1")
told("assertNotEqual", 1, 1)
told("assertIn", 1, [2])
told("assertNotIn", 1, [1])
told("assertIs", 1, 2)
told("assertIsNot", None, None)
told("assertIsNone", 3)
told("assertIsNotNone", None)
told("assertIsInstance", 1, str)
told("assertNotIsInstance", 1, int)
told("assertAlmostEqual", 1.0, 1.1)
told("assertAlmostEqual", 1, 1.00000001)
told("assertAlmostEqual", 1, 2, delta=0.5)
told("assertAlmostEqual", 1, 1.2, places=0)
told("assertNotAlmostEqual", 1, 1)
told("assertNotAlmostEqual", 1, 1.5, delta=1)
told("assertGreater", 1, 2)
told("assertGreaterEqual", 1, 2)
told("assertLess", 2, 1)
told("assertLessEqual", 3, 2)
told("assertRegex", "abc", "x")
told("assertRegex", "abc", "b")
told("assertNotRegex", "abc", "b")
told("assertSetEqual", {1}, {2})
told("assertCountEqual", [1, 2], [2, 1])
told("assertSequenceEqual", (1, 2), [1, 2])
told("assertListEqual", [1], [1])
told("assertTupleEqual", (1,), [1])
told("assertDictEqual", {1: 2}, {1: 2})
told("assertMultiLineEqual", "a\nb", "a\nb")
told("fail", "x")
told("fail")
told("assertRaises", 3)
told("assertRaises", KeyError, {}.__getitem__, 1)
told("assertRaises", KeyError, int, "1")
told("assertRaises", KeyError, int, "x")
told("assertRaisesRegex", ValueError, "invalid.*x", int, "x")
told("assertRaisesRegex", ValueError, "zzz", int, "x")
for first, second in (([1, 2], [1, 3]), ((1,), (1, 2)), ({"a": 1}, {"a": 2}), ("abc", "abd"), ({1, 2}, {2})):
    try:
        t.assertEqual(first, second)
    except AssertionError as error:
        print(str(error).split("\n")[0])
with t.assertRaises(ValueError) as caught:
    int("z")
print(repr(caught.exception))
try:
    with t.assertRaises(KeyError, msg="hm"):
        pass
except AssertionError as error:
    print(error)
t.longMessage = False
told("assertEqual", 1, 2, "only this")
with t.assertLogs("some", "INFO") as logs:
    import logging

    logging.getLogger("some").info("said %d", 3)
print(logs.output, logs.records[0].levelname)
try:
    with t.assertLogs("some"):
        pass
except AssertionError as error:
    print(error)
with t.assertNoLogs("some"):
    pass
