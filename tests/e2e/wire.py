"""The wire between the emulated chip and QEMU's user network: frames pass through this process, which may lose, double, delay and damage them, and answers
as hosts that the user network does not have.

    chip  <-- OUT/IN -->  Wire  <-- OUT/IN -->  QEMU's user network (DHCP, forwarded ports)

QEMU's filter-redirector takes the frames of each direction out to a socket and another one puts them in again; a frame is its length (32 bits, big endian)
and its bytes. What happens to the n-th frame of a direction is decided by the seed alone. With a `tap` (tap.py) this computer is at the other end instead of the
user network.
"""

import heapq
import os
import random
import selectors
import socket
import struct
import threading
import time

TO_CHIP, FROM_CHIP = 0, 1
CHIP_MAC = bytes.fromhex("525400123456")
GATEWAY_MAC = bytes.fromhex("52550a000202")
HOST_MAC = bytes.fromhex("5254000000") + b"\x99"
CHIP_IP = "10.0.2.15"


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def ethernet(destination, source, kind, payload):
    return destination + source + struct.pack("!H", kind) + payload


def ipv4(source, destination, protocol, payload, ttl=255):
    """A datagram; its checksum is right."""
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 0, 0, ttl, protocol, 0, socket.inet_aton(source), socket.inet_aton(destination))
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + payload


def udp(source, destination, data):
    """source and destination are (address, port)."""
    head = struct.pack("!HHHH", source[1], destination[1], 8 + len(data), 0)
    pseudo = socket.inet_aton(source[0]) + socket.inet_aton(destination[0]) + struct.pack("!BBH", 0, 17, 8 + len(data))
    return ipv4(source[0], destination[0], 17, head[:6] + struct.pack("!H", checksum(pseudo + head + data) or 0xFFFF) + data)


def tcp(source, destination, flags, sequence=0, acknowledged=0, window=1024, data=b"", options=b""):
    """Options are whole words."""
    head = struct.pack("!HHIIBBHHH", source[1], destination[1], sequence, acknowledged, 0x50 + len(options) * 4, flags, window, 0, 0) + options
    pseudo = socket.inet_aton(source[0]) + socket.inet_aton(destination[0]) + struct.pack("!BBH", 0, 6, len(head) + len(data))
    return ipv4(source[0], destination[0], 6, head[:16] + struct.pack("!H", checksum(pseudo + head + data)) + head[18:] + data)


class Disturbance:
    """What happens to frames, each a share of 0 to 1. A delayed frame is overtaken by those that come within `late` seconds."""

    def __init__(self, loss=0.0, double=0.0, delay=0.0, damage=0.0, late=0.006):
        self.loss, self.double, self.delay, self.damage, self.late = loss, double, delay, damage, late


class Wire:
    def __init__(self, seed=1, tap=None):
        self.tap = tap
        self.chances = [random.Random("%s/%d" % (seed, side)) for side in (TO_CHIP, FROM_CHIP)]
        self.disturbance = Disturbance()
        self.counts = {"passed": 0, "lost": 0, "doubled": 0, "delayed": 0, "damaged": 0}
        self.hosts = {}  # address: MAC of hosts that are here
        self.services = {}  # (address, port): function(data, source) -> answer or None, for datagrams of the chip
        self.time_server = None  # address that the DHCP server shall name
        self.record = None  # file for the frames of the chip as QEMU sees them leave, with its times
        self.swallow = lambda frame: False  # frames of the chip that go nowhere
        self.orders = []
        self.lock = threading.Lock()
        self.thread = None

    # --- to QEMU and back ---

    def plug(self):
        """Returns QEMU's options and the descriptors that it inherits. One QEMU at a time."""
        self.unplug()
        pairs = [socket.socketpair() for _ in range(4)]
        self.ours = [ours for ours, _ in pairs]
        self.theirs = [theirs for _, theirs in pairs]
        for one in self.ours:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 22)
        options = []
        for name, theirs in zip(("a", "b", "c", "d"), self.theirs):
            options += ["-chardev", "socket,id=wire-%s,fd=%d" % (name, theirs.fileno())]
        # What is put in passes the filters behind: towards the chip in this order, from it in the other.
        for rule in ("id=f1,queue=tx,outdev=wire-a", "id=f2,queue=tx,indev=wire-b", "id=f3,queue=rx,indev=wire-d", "id=f4,queue=rx,outdev=wire-c"):
            options += ["-object", "filter-redirector,netdev=wire," + rule]
        if self.record:
            options += ["-object", "filter-dump,id=record,netdev=wire,file=%s" % self.record]
        return options, [theirs.fileno() for theirs in self.theirs]

    def plugged(self):
        """QEMU runs: it has its ends."""
        for theirs in self.theirs:
            theirs.close()
        self.inputs = {self.ours[2]: FROM_CHIP}
        if self.tap is None:
            self.inputs[self.ours[0]] = TO_CHIP
        self.outputs = {TO_CHIP: self.ours[1], FROM_CHIP: self.ours[3]}
        self.waiting, self.serial = [], 0
        self.wake, self.woken = socket.socketpair()
        self.ended = False
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def unplug(self):
        if not self.thread:
            return
        self.ended = True
        self.wake.send(b"x")
        self.thread.join(10)
        for one in self.ours + [self.wake, self.woken]:
            one.close()
        self.thread = None

    def run(self):
        selector = selectors.DefaultSelector()
        buffers = {}
        for one in [*self.inputs, self.woken]:
            selector.register(one, selectors.EVENT_READ)
            buffers[one] = b""
        if self.tap is not None:
            selector.register(self.tap, selectors.EVENT_READ)
        while not self.ended:
            patience = max(0, self.waiting[0][0] - time.monotonic()) if self.waiting else None
            for key, _ in selector.select(patience):
                one = key.fileobj
                if one == self.tap:
                    self.disturb(TO_CHIP, os.read(one, 65536))
                    continue
                data = one.recv(65536)
                if one is self.woken:
                    continue
                if not data:
                    return
                buffers[one] = self.take(self.inputs[one], buffers[one] + data)
            with self.lock:
                orders, self.orders = self.orders, []
            for frame in orders:
                self.put(TO_CHIP, frame)
            while self.waiting and self.waiting[0][0] <= time.monotonic():
                _, _, side, frame = heapq.heappop(self.waiting)
                self.put(side, frame)

    def take(self, side, data):
        """Passes whole frames on and returns the rest."""
        while len(data) >= 4:
            end = 4 + struct.unpack("!I", data[:4])[0]
            if len(data) < end:
                break
            frame, data = data[4:end], data[end:]
            if side == TO_CHIP:
                self.disturb(side, self.with_time_server(frame))
            elif not self.answered(frame):
                self.disturb(side, frame)
        return data

    def put(self, side, frame):
        try:
            if side == FROM_CHIP and self.tap is not None:
                os.write(self.tap, frame)
            else:
                self.outputs[side].sendall(struct.pack("!I", len(frame)) + frame)
        except OSError:
            pass  # QEMU is gone

    def send(self, *frames):
        """Puts frames of our own before the chip, undisturbed."""
        with self.lock:
            self.orders += frames
        self.wake.send(b"x")

    # --- disturbance ---

    def disturb(self, side, frame):
        how, chance = self.disturbance, self.chances[side]
        lost, doubled, delayed, damaged = (chance.random() < share for share in (how.loss, how.double, how.delay, how.damage))
        late, bit = chance.random() * how.late, chance.random()
        self.counts["passed"] += 1
        if lost:
            self.counts["lost"] += 1
            return
        if damaged and frame[12:14] == b"\x08\0":  # where a checksum sees it: behind the head of Ethernet, before the padding
            size = struct.unpack_from("!H", frame, 16)[0]
            at = 14 * 8 + int(bit * size * 8)
            self.counts["damaged"] += 1
            frame = frame[:at // 8] + bytes([frame[at // 8] ^ 1 << at % 8]) + frame[at // 8 + 1:]
        for copy in range(1 + doubled):
            self.counts["doubled"] += copy
            if delayed:
                self.counts["delayed"] += 1
                self.serial += 1
                heapq.heappush(self.waiting, (time.monotonic() + late, self.serial, side, frame))
            else:
                self.put(side, frame)

    # --- hosts ---

    def answered(self, frame):
        """Is the frame for one of our hosts? Then it has been dealt with."""
        if self.swallow(frame):
            return True
        kind = struct.unpack_from("!H", frame, 12)[0]
        if kind == 0x0806 and frame[20:22] == b"\0\1":
            return self.answer_arp(frame)
        if kind != 0x0800 or frame[23] != 17:
            return False
        head = 14 + (frame[14] & 15) * 4
        source, destination = ((socket.inet_ntoa(frame[at:at + 4]), port) for at, port in zip((26, 30), struct.unpack_from("!HH", frame, head)))
        service = self.services.get(destination)
        if not service:
            return destination[0] in self.hosts
        answer = service(frame[head + 8:head + struct.unpack_from("!H", frame, head + 4)[0]], source)
        if answer is not None:
            self.disturb(TO_CHIP, ethernet(frame[6:12], frame[:6], 0x0800, udp(destination, source, answer)))
        return True

    def answer_arp(self, frame):
        wanted = socket.inet_ntoa(frame[38:42])
        if wanted not in self.hosts:
            return False
        mac = self.hosts[wanted]
        self.put(TO_CHIP, ethernet(frame[6:12], mac, 0x0806, bytes.fromhex("0001080006040002") + mac + frame[38:42] + frame[22:28] + frame[28:32]))
        return True

    def with_time_server(self, frame):
        """A frame of the DHCP server gets option 42, if it is to have one."""
        if not self.time_server or frame[12:14] != b"\x08\0" or frame[23] != 17 or frame[34:36] != b"\0\x43":
            return frame
        options = frame[42:]
        at = 240
        while at < len(options) and options[at] != 255:
            at += 1 if options[at] == 0 else 2 + options[at + 1]
        data = options[:at] + bytes([42, 4]) + socket.inet_aton(self.time_server) + b"\xff"
        data += b"\0" * max(0, 300 - len(data))
        source, destination = socket.inet_ntoa(frame[26:30]), socket.inet_ntoa(frame[30:34])
        return frame[:14] + udp((source, 67), (destination, 68), data)
