"""Fresh source with fresh identifiers, and string keys that come and go: the heap has to return to where it began.

The C stack is scanned conservatively: what the last round left there is overwritten before the heap is looked at.
"""
import gc
import sys

EXECS = int(sys.argv[1]) if len(sys.argv) > 1 else 10000
KEYS = int(sys.argv[2]) if len(sys.argv) > 2 else 1000000

SOURCE = """
def make_{0}(first_{0}, *, last_{0}=None):
    value_{0} = [first_{0}, 'text {0}', last_{0}]
    return {{'key_{0}': value_{0}}}
class Kind_{0}:
    field_{0} = {0}
result_{0} = make_{0}(Kind_{0}.field_{0})
"""


def in_use():
    gc.collect()
    return gc.mem_alloc()


def execute(numbers):
    for i in numbers:
        scope = {}
        exec(SOURCE.format(i), scope)
        if scope["result_%d" % i]["key_%d" % i][0] != i:
            raise SystemExit("the code did something else")


def churn(table, numbers):
    for i in numbers:
        table["reading %d" % i] = i
        table.pop("reading %d" % (i - 16), None)
    table.clear()


def measure(title, work, *arguments):
    work(*(a if a is table else a[:8] for a in arguments))
    churn({}, range(2))
    before = in_use()
    work(*arguments)
    churn({}, range(2))
    after = in_use()
    print("%s: %d %d" % (title, before, after))


table = {}
measure("execs", execute, range(1000, 1000 + EXECS))
measure("keys", churn, table, range(100, 100 + KEYS))
