import io
import logging
import logging.handlers
import os
import sys
import tempfile

log = logging.getLogger("h")
log.propagate = False
log.setLevel(logging.DEBUG)
memory = io.StringIO()
stream = logging.StreamHandler(memory)
stream.setFormatter(logging.Formatter("{levelname:>8} {message} {x}", style="{"))
log.addHandler(stream)
log.error("hi", extra={"x": 4})
stream.setFormatter(logging.Formatter("$levelname $message", style="$"))
log.error("dollar")


class Drop(logging.Filter):
    def filter(self, record):
        return "drop" not in record.getMessage()


stream.addFilter(Drop())
log.error("drop this")
log.error("keep")
stream.addFilter(lambda record: record.levelno > 20)
log.info("too low")
print(memory.getvalue(), stream.level, len(log.handlers))
log.removeHandler(stream)
log.addHandler(logging.NullHandler())
log.error("nowhere")


class Collect(logging.Handler):
    def __init__(self):
        super().__init__(logging.WARNING)
        self.seen = []

    def emit(self, record):
        self.seen.append((record.levelno, record.name, record.getMessage(), record.args))


collect = Collect()
log.addHandler(collect)
log.info("no")
log.warning("yes %s", 1)
adapter = logging.LoggerAdapter(log, {"u": 1})
adapter.error("adapted")
print(collect.seen)
with tempfile.TemporaryDirectory() as top:
    path = os.path.join(top, "log.txt")
    file = logging.FileHandler(path, "w", delay=True)
    print(os.path.exists(path))
    log.addHandler(file)
    log.debug("to file")
    file.close()
    log.removeHandler(file)
    print(open(path).read())
    rotating = logging.handlers.RotatingFileHandler(path, maxBytes=30, backupCount=2)
    log.addHandler(rotating)
    for i in range(8):
        log.debug("message %d" % i)
    rotating.close()
    log.removeHandler(rotating)
    for name in sorted(os.listdir(top)):
        print(name, open(os.path.join(top, name)).read().split("\n"))
buffer = logging.handlers.MemoryHandler(10, logging.ERROR, collect)
log.addHandler(buffer)
log.removeHandler(collect)
log.warning("held")
print(len(collect.seen))
log.error("now")
print(len(collect.seen), collect.seen[-2:])
