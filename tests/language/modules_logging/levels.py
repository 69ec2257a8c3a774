import logging
import sys

log = logging.getLogger("a.b")
h = logging.StreamHandler(sys.stdout)
h.setFormatter(logging.Formatter("%(levelname)s|%(name)s|%(message)s|%(filename)s|%(lineno)d|%(funcName)s|%(module)s"))
root = logging.getLogger()
root.addHandler(h)
log.warning("w %d %s", 1, "x")
log.info("no")
root.setLevel("DEBUG")
log.info("yes %(a)s", {"a": 5})


def fn():
    log.error("in fn")
    log.log(35, "lvl")


fn()
print(log, root, logging.getLogger("a").getChild("c"), log.parent, logging.getLevelName(20), logging.getLevelName("INFO"), logging.getLevelName(33))
logging.getLogger("a").propagate = False
log.error("nobody above")
logging.getLogger("a").addHandler(h)
log.error("found")
logging.disable(logging.ERROR)
log.error("disabled")
log.critical("crit")
logging.disable(logging.NOTSET)
logging.addLevelName(25, "NOTICE")
log.log(25, "n2")
log.setLevel(26)
log.log(25, "below")
print(log.isEnabledFor(25), log.getEffectiveLevel(), log.hasHandlers(), logging.getLogger("a.b") is log, logging.getLogger().name)
for bad in (lambda: log.setLevel("NOPE"), lambda: logging.getLogger(5), lambda: log.log("x", "y"), lambda: logging.Formatter("x", style="!")):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)
