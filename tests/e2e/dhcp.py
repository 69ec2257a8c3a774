"""A DHCP server on a Wire, which does what a test wants it to do (RFC 2131). It has its own address there, and QEMU's own server hears nothing while it is."""

import collections
import socket
import struct

from wire import GATEWAY_MAC, ethernet, udp

DISCOVER, OFFER, REQUEST, DECLINE, ACK, NAK, RELEASE = range(1, 8)
BROADCAST, ANY = "255.255.255.255", "0.0.0.0"
MASK, ROUTER, NAMES, REQUESTED, LEASE, KIND, SERVER, RENEW, REBIND = 1, 3, 6, 50, 51, 53, 54, 58, 59
COOKIE = b"\x63\x82\x53\x63"

Heard = collections.namedtuple("Heard", "kind to client requested server")


def options_of(data):
    """The options of a message: number -> bytes."""
    options, at = {}, 240
    while at < len(data) and data[at] != 255:
        if data[at] == 0:
            at += 1
            continue
        options[data[at]] = data[at + 2:at + 2 + data[at + 1]]
        at += 2 + data[at + 1]
    return options


class DhcpServer:
    """`heard` grows by what the chip asks; what is answered: `gives` is the address (None: no answer), `refuses` says NAK to every request. Times are seconds."""

    def __init__(self, wire, address="10.0.2.2", gives="10.0.2.15", mac=GATEWAY_MAC, lease=3600, renew=None, rebind=None):
        self.wire, self.address, self.gives, self.mac = wire, address, gives, mac
        self.lease, self.renew, self.rebind = lease, renew, rebind
        self.refuses = False
        self.heard = []
        wire.hosts[address] = mac
        for to in (BROADCAST, address):
            wire.services[to, 67] = lambda data, source, to=to: self.take(data, to)

    def take(self, data, to):
        options = options_of(data)
        kind = options[KIND][0]
        address = {number: socket.inet_ntoa(options[number]) for number in (REQUESTED, SERVER) if number in options}
        self.heard.append(Heard(kind, to, socket.inet_ntoa(data[12:16]), address.get(REQUESTED), address.get(SERVER)))
        if kind == REQUEST and self.refuses:
            self.say(data, NAK, ANY)
        elif kind in (DISCOVER, REQUEST) and self.gives:
            self.say(data, OFFER if kind == DISCOVER else self.verdict(self.heard[-1]), self.gives)

    def verdict(self, heard):
        """Who asks for another address than the one that it may have is told so."""
        return ACK if self.gives in (heard.requested, heard.client) else NAK

    def say(self, question, kind, address):
        given = bytes([KIND, 1, kind, SERVER, 4]) + socket.inet_aton(self.address)
        if kind != NAK:
            given += bytes([MASK, 4, 255, 255, 255, 0, ROUTER, 4]) + socket.inet_aton(self.address) + bytes([NAMES, 4]) + socket.inet_aton("10.0.2.3")
            for number, seconds in ((LEASE, self.lease), (RENEW, self.renew), (REBIND, self.rebind)):
                given += struct.pack("!BBI", number, 4, seconds) if seconds else b""
        head = b"\2\1\6\0" + question[4:8] + bytes(8) + socket.inet_aton(address if kind != NAK else ANY) + bytes(8) + question[28:44] + bytes(192) + COOKIE
        data = (head + given + b"\xff").ljust(300, b"\0")
        self.wire.send(ethernet(question[28:34], self.mac, 0x0800, udp((self.address, 67), (BROADCAST, 68), data)))

    def count(self, kind):
        return sum(heard.kind == kind for heard in list(self.heard))
