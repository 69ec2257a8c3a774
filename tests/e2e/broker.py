"""A real MQTT broker on a free port, for as long as a `with` block lasts."""

import queue
import shutil
import subprocess
import threading

from conftest import PATIENCE, free_port


class Broker:
    """Mosquitto with these further lines of configuration; `port` is where it listens once it runs."""

    def __init__(self, folder, *lines):
        self.port = free_port()
        self.config = folder / "mosquitto.conf"
        self.config.write_text("\n".join(("user root", "listener %d 127.0.0.1" % self.port, "persistence false") + lines) + "\n")
        self.log = queue.Queue()

    def __enter__(self):
        program = shutil.which("mosquitto", path="/usr/sbin:/usr/bin")
        assert program, "Debian's package mosquitto is missing: tools/setup test"
        self.process = subprocess.Popen([program, "-v", "-c", self.config], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.reader = threading.Thread(target=self.read_log)
        self.reader.start()
        self.await_log("running")
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.reader.join()
        self.process.stderr.close()

    def read_log(self):
        for line in self.process.stderr:
            self.log.put(line)
        self.log.put("")

    def await_log(self, text):
        """Reads on in the log up to a line with this text."""
        line = self.log.get(timeout=PATIENCE)
        while text not in line:
            assert line, "the broker ended"
            line = self.log.get(timeout=PATIENCE)
