"""More handlers: files that start over when they are full, and a buffer."""

import logging
import os


class RotatingFileHandler(logging.FileHandler):
    """A file that is renamed to NAME.1, NAME.2 … when it would grow beyond maxBytes; backupCount of them are kept."""

    def __init__(self, filename, mode="a", maxBytes=0, backupCount=0, encoding=None, delay=False, errors=None):
        super().__init__(filename, "a" if maxBytes > 0 else mode, encoding, delay)
        self.maxBytes, self.backupCount = maxBytes, backupCount

    def shouldRollover(self, record):
        """True when the record does not fit."""
        if self.maxBytes <= 0:
            return False
        if self.stream is None:
            self.stream = self._open()
        self.stream.seek(0, 2)
        return self.stream.tell() + len((self.format(record) + self.terminator).encode()) >= self.maxBytes

    def doRollover(self):
        """Rename the files and start a new one."""
        if self.stream is not None:
            self.stream.close()
            self.stream = None
        for i in range(self.backupCount, 0, -1):
            old = self.baseFilename if i == 1 else "%s.%d" % (self.baseFilename, i - 1)
            if os.path.exists(old):
                os.rename(old, "%s.%d" % (self.baseFilename, i))
        if self.backupCount == 0:
            self.mode = "w"
        self.stream = self._open()
        self.mode = "a"

    def emit(self, record):
        """Write a record, into a new file if need be."""
        try:
            full = self.shouldRollover(record)
            if full:
                self.doRollover()
            super().emit(record)
        except Exception:  # also where the file cannot be renamed
            self.handleError(record)


class MemoryHandler(logging.Handler):
    """Keeps records until there are `capacity` of them, or one of level flushLevel comes; then gives them to `target`."""

    def __init__(self, capacity, flushLevel=logging.ERROR, target=None, flushOnClose=True):
        super().__init__()
        self.capacity, self.flushLevel, self.flushOnClose = capacity, flushLevel, flushOnClose
        self.buffer = []
        self.setTarget(target)

    def setTarget(self, target):
        """Set where records go."""
        self.target = target

    def shouldFlush(self, record):
        """True when it is time."""
        return len(self.buffer) >= self.capacity or record.levelno >= self.flushLevel

    def emit(self, record):
        """Keep a record."""
        self.buffer.append(record)
        if self.shouldFlush(record):
            self.flush()

    def flush(self):
        """Give all records to the target."""
        if self.target is None:
            return
        records, self.buffer = self.buffer, []
        for each in records:
            self.target.handle(each)

    def close(self):
        """Flush, and let the target go."""
        try:
            if self.flushOnClose:
                self.flush()
        finally:
            self.setTarget(None)
            super().close()
