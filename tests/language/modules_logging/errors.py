import io
import logging
import sys

sys.stderr = io.StringIO()
log = logging.getLogger("e")
log.warning("last resort")
log.info("not shown")
out = io.StringIO()
log.addHandler(logging.StreamHandler(out))
log.propagate = False
try:
    {}["k"]
except KeyError:
    log.exception("failed %s", 1)
    log.error("again", exc_info=True)
lines = [line for line in out.getvalue().split("\n") if "^" not in line]
print([line for line in lines if not line.startswith("  ")])
log.error("bad %d", "x")
print("--- Logging error ---" in sys.stderr.getvalue(), sys.stderr.getvalue().split("\n")[0], "Arguments: ('x',)" in sys.stderr.getvalue())
logging.raiseExceptions = False
before = sys.stderr.getvalue()
log.error("bad %d", "x")
print(sys.stderr.getvalue() == before)
log.error("with stack", stack_info=True)
print("Stack (most recent call last):" in out.getvalue())
