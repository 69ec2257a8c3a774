import logging
import sys
import time

logging.Formatter.converter = time.gmtime
record = logging.makeLogRecord({"msg": "m %s", "args": (1,), "created": 0.25, "msecs": 250.0, "levelname": "INFO"})
print(logging.Formatter("%(asctime)s %(message)s").format(record), logging.Formatter("%(asctime)s", "%H:%M").format(record), logging.Formatter().format(record), record)
log = logging.getLogger("r")
out = logging.StreamHandler(sys.stdout)
out.setFormatter(logging.Formatter("%(levelname)-8s %(message)s"))
log.addHandler(out)
log.propagate = False
try:
    1 / 0
except ZeroDivisionError as error:
    record = log.makeRecord("r", 40, "/a/b.py", 3, "boom", (), (type(error), error, None), "f", {"extra": 1})
    print(record.filename, record.module, record.funcName, record.extra, record.pathname, record.lineno)
    log.handle(record)
for bad in ({"name": 1}, {"message": 2}):
    try:
        log.error("m", extra=bad)
    except KeyError as error:
        print(error)


class Upper(logging.Formatter):
    def format(self, record):
        return super().format(record).upper()

    def formatTime(self, record, datefmt=None):
        return "then"


out.setFormatter(Upper("%(asctime)s %(message)s"))
log.error("shout")
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(name)s: %(message)s")
logging.info("root %d", 1)
logging.basicConfig(stream=sys.stdout, format="ignored")
logging.getLogger("other").info("hello")
logging.basicConfig(stream=sys.stdout, format="forced %(message)s", force=True)
logging.warning("again")
print(len(logging.getLogger().handlers))
