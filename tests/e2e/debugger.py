"""gdb's remote protocol, as far as a test needs it: reads and writes the words of a chip that stands still meanwhile, and makes lwIP's minutes pass."""

import contextlib
import re
import socket
import struct

from chip import symbol
from conftest import PATIENCE, free_port, wait_until


def packet(text):
    return b"$%s#%02x" % (text.encode(), sum(text.encode()) % 256)


class Debugger:
    """Hand `options` to the Chip."""

    def __init__(self):
        self.port = free_port()
        self.options = ["-gdb", "tcp:127.0.0.1:%d" % self.port]

    @contextlib.contextmanager
    def stopped(self):
        """The chip stands still from here on and goes on at the end."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as self.link:
            self.received = b""
            yield self
            self.ask("D")

    def ask(self, text):
        self.link.sendall(packet(text))
        while True:
            found = re.search(rb"\$([^#]*)#..", self.received)
            if found:
                self.received = self.received[found.end():]
                self.link.sendall(b"+")
                if found.group(1)[:1] not in (b"T", b"S"):  # that the chip has stopped may be said before
                    return found.group(1).decode()
                continue
            more = self.link.recv(4096)
            assert more, "QEMU ended the link after %r" % self.received
            self.received += more

    def words(self, address, count=1):
        return struct.unpack("<%dI" % count, bytes.fromhex(self.ask("m%x,%x" % (address, 4 * count))))

    def write(self, address, word):
        assert self.ask("M%x,4:%s" % (address, struct.pack("<I", word & 0xFFFFFFFF).hex())) == "OK"

    def minute(self):
        """DHCP's timer, which comes once a minute, comes at lwIP's next turn, and those that are due before it come with it. Returns when it has."""
        timers, coarse = symbol("lwip_cyclic_timers"), symbol("dhcp_coarse_tmr")
        with self.stopped():
            at, = self.words(symbol("next_timeout"))
            _, now, _, _ = self.words(at, 4)
            while True:
                self.write(at + 4, now)
                following, _, _, what = self.words(at, 4)
                if timers <= what < timers + 128 and self.words(what, 2)[1] == coarse:
                    break
                at = following

        def over():
            with self.stopped():
                return self.words(at, 4)[1] != now

        wait_until(over, "a minute has passed")
