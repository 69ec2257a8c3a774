"""TCP connections to the chip that are made frame by frame, by a host on the wire: what no kernel would send, and a thousand of them in seconds."""

import itertools
import struct
import threading

from conftest import PATIENCE
from wire import CHIP_IP, CHIP_MAC, GATEWAY_MAC, HOST_MAC, ethernet, tcp

FIN, SYN, RST, PUSH, ACK = 1, 2, 4, 8, 16
SACK_PERMITTED = b"\4\2\1\1"


class Connection:
    """Bytes that the chip sends are acknowledged and forgotten; what it has no room for is sent again before our end of the stream."""

    def __init__(self, host, port):
        self.host, self.port = host, port
        self.sent, self.received = 1000, 0
        self.unacknowledged = {}  # sequence number: bytes
        self.made, self.ended = threading.Event(), threading.Event()

    def put(self, flags, data=b"", sequence=None, window=4096):
        sequence = self.sent if sequence is None else sequence
        options = SACK_PERMITTED if flags & SYN else b""
        self.host.put(tcp((self.host.address, self.port), (CHIP_IP, self.host.to), flags, sequence, self.received if flags & ACK else 0, window, data, options))

    def take(self, flags, sequence, acknowledged, size):
        if flags & ACK:
            for at, part in tuple(self.unacknowledged.items()):
                if at + len(part) <= acknowledged:
                    self.unacknowledged.pop(at, None)
        if flags & RST:
            self.ended.set()
        elif flags & SYN:
            self.received, self.sent = sequence + 1 & 0xFFFFFFFF, 1001
            self.put(ACK)
            self.made.set()
        elif size or flags & FIN:
            if sequence == self.received:
                self.received = self.received + size + (flags & FIN) & 0xFFFFFFFF
                if flags & FIN:
                    self.ended.set()
            self.put(ACK)

    def open(self):
        """The handshake; what is not answered is sent again."""
        for _ in range(int(PATIENCE / 0.05)):
            self.put(SYN, sequence=1000)
            if self.made.wait(0.05):
                return self
        raise AssertionError("the chip takes no connection")

    def send(self, data, window=4096):
        for at in range(0, len(data), 512):
            part = data[at:at + 512]
            self.unacknowledged[self.sent] = part
            self.put(ACK | PUSH, part, window=window)
            self.sent += len(part)

    def finish(self):
        """Our end of the stream; the chip's is waited for."""
        for _ in range(int(PATIENCE / 0.05)):
            self.put(ACK | FIN)
            if self.ended.wait(0.05):
                break
            for at, part in tuple(self.unacknowledged.items()):
                self.put(ACK | PUSH, part, sequence=at)
        else:
            raise AssertionError("the chip does not close")
        self.sent += 1
        self.put(ACK)
        self.host.forget(self)

    def reset(self):
        self.put(RST | ACK)
        self.host.forget(self)

    def vanish(self):
        """Never says anything again."""
        self.host.silent.add(self.port)
        self.host.forget(self)


class Strangers:
    """A host; one a Wire."""

    def __init__(self, wire, address="10.0.2.99", to=8266):
        self.wire, self.address, self.to = wire, address, to
        self.ports = itertools.count(20000)
        self.known, self.silent = {}, set()
        wire.hosts[address] = HOST_MAC
        wire.swallow = self.take

    def put(self, packet):
        self.wire.send(ethernet(CHIP_MAC, HOST_MAC, 0x0800, packet))

    def connect(self):
        connection = Connection(self, next(self.ports))
        self.known[connection.port] = connection
        return connection.open()

    def forget(self, connection):
        self.known.pop(connection.port, None)

    def take(self, frame):
        """A frame of the chip: true when it is for this host, or for one that does not exist."""
        if frame[12:14] != b"\x08\0" or frame[23] != 6:
            return False
        to = ".".join(map(str, frame[30:34]))
        if to.startswith("203.0.113."):
            return True
        if to != self.address:
            return False
        size = struct.unpack_from("!H", frame, 16)[0] - 20
        _, port, sequence, acknowledged, offset, flags = struct.unpack_from("!HHIIBB", frame, 34)
        connection = self.known.get(port)
        if connection:
            connection.take(flags, sequence, acknowledged, size - (offset >> 4) * 4)
        elif not flags & RST and port not in self.silent:
            self.put(tcp((self.address, port), (CHIP_IP, self.to), RST, acknowledged))
        return True

    def flood(self, count, chance):
        """Beginnings of connections from hosts that do not exist, behind the gateway."""
        for _ in range(count):
            source = "203.0.113.%d" % chance.randrange(1, 255), chance.randrange(1024, 65536)
            self.wire.send(ethernet(CHIP_MAC, GATEWAY_MAC, 0x0800, tcp(source, (CHIP_IP, self.to), SYN, chance.getrandbits(32))))
