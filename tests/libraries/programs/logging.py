import logging
import sys

logging.basicConfig(stream=sys.stdout, level=logging.DEBUG, format="%(levelname)s:%(name)s:%(message)s")
log = logging.getLogger("net")
log.info("number %d", 5)
log.warning("careful")
print(logging.__file__.startswith("/"))
