"""The emulated chip on a bad wire and among bad hosts: frames that are lost, doubled, late or damaged, floods, slow readers, a thousand connections that come
to nothing. Whatever happens, the paired client is served, and nothing stays behind in the network's memory."""

import json
import os
import random
import re
import socket
import struct
import subprocess
import threading
import time

import pytest

from chip import FIRMWARE, Chip, keep_busy, try_prompt
from conftest import PATIENCE, Krait, wait_until
from strangers import ACK, PUSH, Strangers
from wire import CHIP_IP, CHIP_MAC, HOST_MAC, FROM_CHIP, TO_CHIP, Disturbance, Wire, checksum, ethernet, ipv4

CONNECTIONS = int(os.environ.get("KRAIT_CONNECTIONS", "1000"))


class Monitor:
    """QEMU's monitor: reads the memory of the running chip."""

    def __init__(self, folder):
        self.path = str(folder / "qmp")
        self.options = ["-qmp", "unix:%s,server=on,wait=off" % self.path]

    def open(self):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(self.path)
        self.lines = self.socket.makefile("r")
        self.ask({"execute": "qmp_capabilities"})
        return self

    def ask(self, request):
        self.socket.sendall(json.dumps(request).encode() + b"\n")
        while True:
            answer = json.loads(self.lines.readline())
            if "return" in answer or "error" in answer:
                return answer["return"]

    def words(self, address, count=1):
        text = self.ask({"execute": "human-monitor-command", "arguments": {"command-line": "xp /%dwx 0x%x" % (count, address)}})
        return [int(word, 16) for word in re.findall(r"0x([0-9a-f]{8})", text)]


def network_memory(monitor):
    """What lwIP has: free elements of each pool, and things in its heap (the arena of network_memory.c; a region says in its second word how many it holds)."""
    table = subprocess.run(["xtensa-lx106-elf-nm", FIRMWARE], capture_output=True, text=True, check=True).stdout
    symbols = [(name, int(at, 16)) for at, name in re.findall(r"^([0-9a-f]+) [bB] (memp_tab_\w+|own|arena|tcp_tw_pcbs)(?:\.\w+)*$", table, re.M)]
    places, counts = dict(symbols), {}
    for name in ("TCP_PCB", "TCP_PCB_LISTEN", "TCP_SEG", "UDP_PCB", "PBUF"):
        element, counts[name] = monitor.words(places["memp_tab_" + name])[0], 0
        while element:
            counts[name] += 1
            element = monitor.words(element)[0]
    element = monitor.words(places["tcp_tw_pcbs"])[0]
    while element:  # a closed connection that only waits for latecomers gives its place to anybody; the next one is in its fourth word
        counts["TCP_PCB"] += 1
        element = monitor.words(element + 12)[0]
    heads = [monitor.words(at, 2) for name, at in symbols if name == "arena"]
    own, loan = next(head for head in heads if head[0] in [at for name, at in symbols if name == "own"])
    counts["heap"] = monitor.words(own, 2)[1]
    while loan:
        loan, used = monitor.words(loan, 2)
        counts["heap"] += used
    return counts


@pytest.fixture
def wired(tmp_path):
    """(chip, krait, wire, monitor); the wire is a good one until a test disturbs it."""
    wire, monitor = Wire(seed=int(os.environ.get("KRAIT_SEED", "1"))), Monitor(tmp_path)
    chip = Chip(tmp_path / "chip", wire=wire, options=monitor.options).start()
    yield chip, Krait(tmp_path / "ann", chip), wire, monitor.open()
    wire.disturbance = Disturbance()
    violations, _, report = chip.stop()
    wire.unplug()
    assert violations == 0, report


# --- little memory ---

LONG = "%s\nprint('done')" % "\n".join("# a program that takes three segments, line %d" % n for n in range(30))


def count_repeated(wire):
    """Segments with data that are sent to the chip a second time, from now on: a list that grows."""
    seen, repeated, disturb = set(), [], wire.disturb

    def look(side, frame):
        if side == TO_CHIP and frame[12:14] == b"\x08\0" and frame[23] == 6 and struct.unpack_from("!H", frame, 16)[0] > 41:
            segment = frame[34:42]  # ports and sequence number
            (repeated.append if segment in seen else seen.add)(segment)
        disturb(side, frame)

    wire.disturb = look
    return repeated


def test_the_first_message_comes_with_others(wired):
    """Who has just authenticated sends a program at once. No segment is dropped because the one before it was not looked at yet."""
    _, krait, wire, _ = wired
    repeated = count_repeated(wire)
    for _ in range(10):
        assert krait.out("exec", LONG) == "done\n"
    assert len(repeated) <= 2  # a loaded computer may be late, too


def ping_of_nobody(size, host=77):
    """The chip keeps its answer while it asks for five seconds where that host is."""
    echo = struct.pack("!BBHHH", 8, 0, 0, 1, 1) + bytes(size)
    return ethernet(CHIP_MAC, HOST_MAC, 0x0800, ipv4("10.0.2.%d" % host, CHIP_IP, 1, echo[:2] + struct.pack("!H", checksum(echo)) + echo[4:]))


def test_a_message_that_has_no_room_in_one_piece(wired):
    """A client and its first message arrive between other things in the network's memory, and are taken all the same."""
    _, krait, wire, _ = wired
    for size in (100, 200, 300, 380):
        for host in (77, 78, 79):
            wire.send(ping_of_nobody(size, host))
        assert krait.out("exec", LONG) == "done\n"


# --- a bad wire ---


@pytest.mark.parametrize("name,how,size", [
    ("lost", Disturbance(loss=0.05), 3000),
    ("doubled", Disturbance(double=0.2), 60000),
    ("delayed", Disturbance(delay=0.1), 60000),
    ("damaged", Disturbance(damage=0.03), 8000),
])
def test_files_cross_a_bad_wire(wired, tmp_path, name, how, size):
    """A put and a get; what the transfer compares is the files' hashes, what this compares is the bytes."""
    chip, krait, wire, _ = wired
    data = random.Random(name).randbytes(size)
    (tmp_path / "data").write_bytes(data)
    wire.disturbance = how
    krait.out("cp", tmp_path / "data", ":/data")
    krait.out("cp", ":/data", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == data
    assert wire.counts[name] > 0


def tcp_of(frame):
    """(sequence, acknowledged, options, data) of a segment, or None."""
    if frame[12:14] != b"\x08\0" or frame[23] != 6:
        return None
    sequence, acknowledged, offset = struct.unpack_from("!IIB", frame, 38)
    end = 34 + (offset >> 4) * 4
    return sequence, acknowledged, frame[54:end], frame[end:14 + struct.unpack_from("!H", frame, 16)[0]]


def lose_once(wire, side, size, number):
    """The wire loses the so-many-th segment of that size or more. Returns a list of what follows: (time, direction, segment), the lost one first."""
    seen, disturb, left = [], wire.disturb, [number]

    def look(where, frame):
        segment = tcp_of(frame)
        if segment and where == side and len(segment[3]) >= size and left[0]:
            left[0] -= 1
            if left[0] == 0:
                seen.append((time.monotonic(), where, segment))
                return
        if segment and seen:
            seen.append((time.monotonic(), where, segment))
        disturb(where, frame)

    wire.disturb = look
    return seen


def test_a_gap_is_told(wired):
    """What comes behind a gap is kept, and the other side is told so at once: SACK."""
    wire = wired[2]
    stranger, heard = Strangers(wire).connect(), []
    swallow, host = wire.swallow, socket.inet_aton(stranger.host.address)
    wire.swallow = lambda frame: heard.append(frame[30:34] == host and tcp_of(frame)) or swallow(frame)
    at = stranger.sent + 100
    stranger.put(ACK | PUSH, b"behind", sequence=at)
    told = stranger.sent, b"\5\x0a" + struct.pack("!II", at, at + 6)  # other answers are to a SYN that was repeated
    wait_until(lambda: any((acknowledged, options[-10:]) == told for _, acknowledged, options, _ in filter(None, tuple(heard))), "the gap is told")
    stranger.reset()


def test_the_chip_repeats_what_was_lost_when_it_is_told(wired, tmp_path):
    """A segment of a get is lost; the second acknowledgement of what was before it is enough, or the third, long before any timer. A loaded computer may be late."""
    _, krait, wire, _ = wired
    data = random.Random(6).randbytes(20000)
    (tmp_path / "data").write_bytes(data)
    krait.out("cp", tmp_path / "data", ":/data")
    tries = []
    for number in range(15, 25):
        seen = lose_once(wire, FROM_CHIP, 500, number)
        krait.out("cp", ":/data", tmp_path / "back")
        assert (tmp_path / "back").read_bytes() == data
        begin, _, lost = seen[0]
        again = next(i for i, (_, side, segment) in enumerate(seen[1:], 1) if side == FROM_CHIP and segment[0] == lost[0])
        told = [segment for _, side, segment in seen[:again] if side == TO_CHIP and segment[1] == lost[0]]
        tries.append((seen[again][0] - begin, len(told)))
        if tries[-1][0] < 0.2 and len(told) <= 3:
            break
    else:
        raise AssertionError(tries)


def test_all_verbs_on_a_bad_wire(wired, tmp_path, terminal):
    chip, krait, wire, _ = wired
    here = tmp_path / "project"
    here.mkdir()
    for i in range(3):
        (here / ("m%d.py" % i)).write_text("x = %d\n" % i * 20)
    wire.disturbance = Disturbance(loss=0.02, double=0.05, delay=0.05, damage=0.01)
    krait.out("sync", here, ":/")
    assert krait.out("exec", "import m1, m2; print(m1.x, m2.x)") == "1 2\n"
    assert krait.out("exec", "print('y' * 3000)") == "y" * 3000 + "\n"
    assert krait.out("mount", here, "--", "exec", "print(len(open('/remote/m0.py').read()))") == "120\n"
    try_prompt(krait, terminal)
    assert wire.counts["lost"] and wire.counts["delayed"]


# --- bad hosts ---


def test_flood_of_half_open_connections(wired, background):
    """Beginnings of connections from hosts that do not exist, two hundred a second: sessions last, and who asks again gets in."""
    chip, krait, wire, monitor = wired
    before = network_memory(monitor)
    program = keep_busy(krait, background)
    strangers, chance, over = Strangers(wire), random.Random(2), threading.Event()

    def flood():
        while not over.wait(0.02):
            strangers.flood(4, chance)

    flooding = threading.Thread(target=flood)
    flooding.start()
    try:
        for _ in range(3):
            wait_until(lambda: krait("ls", ":/").returncode == 0, "a client gets in")
        assert program.poll() is None
    finally:
        over.set()
        flooding.join()
    krait.out("interrupt")
    assert b"KeyboardInterrupt" in program.communicate(timeout=60)[1]
    wait_until(lambda: network_memory(monitor)["TCP_PCB"] >= before["TCP_PCB"] - 2, "the half-open ones are given up, but for those that are let wait")


def test_silent_connections_give_way(wired):
    chip, krait, wire, _ = wired
    strangers = Strangers(wire)
    for _ in range(20):
        strangers.connect().vanish()
    assert krait.out("eval", "6 * 7") == "42\n"


def test_slow_readers(wired, tmp_path, background):
    """A client that reads nothing of what its program prints holds up that program and nobody else; a stranger that takes no byte of his answer is cut off."""
    chip, krait, wire, _ = wired
    program = background(krait.start("exec", "n = 0\nwhile True:\n    n += 1\n    print('x' * 200)", bufsize=0))
    assert program.stdout.read(2) == b"xx"
    strangers = Strangers(wire)
    for _ in range(3):
        stranger = strangers.connect()
        stranger.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", window=0)
        assert stranger.ended.wait(PATIENCE)
    bob = Krait(tmp_path / "bob", chip)
    (tmp_path / "f").write_text("z" * 2000)
    bob.out("cp", tmp_path / "f", ":/f")
    assert bob.out("cat", ":/f") == "z" * 2000
    bob.out("interrupt")
    _, error = program.communicate(timeout=60)
    assert b"KeyboardInterrupt" in error


ENDS = [
    lambda c: c.finish(),
    lambda c: c.reset(),
    lambda c: (c.send(bytes(64)), c.finish()),
    lambda c: (c.send(b"GET / HTTP/1.1\r\n"), c.finish()),
    lambda c: (c.send(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), c.finish()),
    lambda c: (c.send(b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"b" * 400), c.finish()),
    lambda c: (c.send(b"GET / HTTP/1.1\r\n"), c.reset()),
]


def settled(krait, monitor):
    """What is free when nothing is under way any more."""
    free = int(krait.out("eval", "__import__('gc').collect() or __import__('gc').mem_free()"))
    last = None
    while last != (last := network_memory(monitor)):
        krait.out("info")
    return free, last


def test_a_thousand_connections_leave_nothing_behind(wired, background):
    """In seven ways, none with more than the 536 bytes that a stranger may send unread, a program of the paired client running all the time. Python's heap and lwIP's memory are to the byte what they were."""
    chip, krait, wire, monitor = wired
    strangers, chance = Strangers(wire), random.Random(3)
    ENDS[0](strangers.connect())
    before = settled(krait, monitor)
    program = keep_busy(krait, background)
    for i in range(CONNECTIONS):
        connection = strangers.connect()
        if i % 20 == 0:
            connection.send(chance.randbytes(chance.randrange(1, 60)))
        ENDS[i % len(ENDS)](connection)
    assert program.poll() is None
    krait.out("interrupt")
    program.communicate(timeout=60)
    after = settled(krait, monitor)
    assert after[1] == before[1]
    assert abs(after[0] - before[0]) < 256
