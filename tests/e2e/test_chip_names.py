"""What the emulated chip says and asks in its network: its name (multicast DNS), the time (SNTP), addresses (DNS). The other hosts are the tests' own."""

import queue
import socket
import struct
import threading
import time

import pytest

from chip import Chip
from conftest import PATIENCE, Krait, wait_until
from wire import CHIP_IP, Wire, ethernet, udp

NEIGHBOUR, NEIGHBOUR_MAC = "10.0.2.77", bytes.fromhex("525400000077")
GROUP, GROUP_MAC = "224.0.0.251", bytes.fromhex("01005e0000fb")
A, PTR, TXT, AAAA, SRV, NSEC, ANY = 1, 12, 16, 28, 33, 47, 255
NAME = "krait-123456"
HOST, SERVICE = NAME + ".local", "_krait._tcp.local"
INSTANCE = NAME + "." + SERVICE


# --- messages of DNS ---


def encode(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def message(flags=0, questions=(), answers=(), authorities=(), number=0):
    """questions are (name, type, class), records (name, type, class, ttl, data)."""
    data = struct.pack("!HHHHHH", number, flags, len(questions), len(answers), len(authorities), 0)
    for name, kind, group in questions:
        data += encode(name) + struct.pack("!HH", kind, group)
    for name, kind, group, ttl, content in [*answers, *authorities]:
        data += encode(name) + struct.pack("!HHIH", kind, group, ttl, len(content)) + content
    return data


def decode_name(data, at):
    labels, end = [], None
    while data[at]:
        if data[at] >= 0xC0:
            end = end or at + 2
            at = struct.unpack_from("!H", data, at)[0] & 0x3FFF
            continue
        labels.append(data[at + 1:at + 1 + data[at]].decode())
        at += 1 + data[at]
    return ".".join(labels), end or at + 1


class Message:
    def __init__(self, data):
        self.number, self.flags, *counts = struct.unpack_from("!HHHHHH", data)
        at, self.questions, sections = 12, [], [[], [], []]
        for _ in range(counts[0]):
            name, at = decode_name(data, at)
            self.questions.append((name, *struct.unpack_from("!HH", data, at)))
            at += 4
        for section, count in zip(sections, counts[1:]):
            for _ in range(count):
                name, at = decode_name(data, at)
                kind, group, ttl, size = struct.unpack_from("!HHIH", data, at)
                at += 10
                content = data[at:at + size]
                if kind == PTR:
                    content = decode_name(data, at)[0]
                if kind == SRV:
                    content = (*struct.unpack_from("!HHH", data, at), decode_name(data, at + 6)[0])
                if kind == A:
                    content = socket.inet_ntoa(content)
                section.append((name, kind, group, ttl, content))
                at += size
        assert at == len(data)
        self.answers, self.authorities, self.more = sections

    def types(self):
        return sorted(kind for _, kind, *_ in self.answers)


class Neighbours:
    """Hosts that speak multicast DNS with the chip."""

    def __init__(self, wire):
        self.wire = wire
        self.heard, self.direct = queue.Queue(), queue.Queue()
        wire.hosts[NEIGHBOUR] = NEIGHBOUR_MAC
        wire.services[GROUP, 5353] = lambda data, _: self.heard.put((time.monotonic(), Message(data)))
        for port in (5353, 40000):
            wire.services[NEIGHBOUR, port] = lambda data, source: self.direct.put((time.monotonic(), Message(data)))

    def send(self, data, port=5353, source=NEIGHBOUR):
        self.wire.send(ethernet(GROUP_MAC, NEIGHBOUR_MAC, 0x0800, udp((source, port), (GROUP, 5353), data)))

    def ask(self, name, kind, group=1, port=5353, **others):
        self.send(message(questions=[(name, kind, group)], **others), port)

    def hears(self, condition):
        """The next message to all that the condition is true of."""
        while True:
            when, found = self.heard.get(timeout=PATIENCE)
            if condition(found):
                return when, found

    def nothing_before(self, name, kind):
        """Asks something else, whose answer must be the next thing that is said to this host."""
        self.ask(name, kind, 0x8001)
        return self.direct.get(timeout=PATIENCE)[1]


def is_answer(found):
    return found.flags & 0x8000


def is_probe(found):
    return not found.flags & 0x8000


@pytest.fixture
def neighbourhood(tmp_path):
    """(wire, neighbours, start); start() makes the chip, which is ended with the test. A restricted network would have no name server."""
    wire, made = Wire(), []
    neighbours = Neighbours(wire)

    def start():
        made.append(Chip(tmp_path / "chip", wire=wire, forward="restrict=off").start())
        return made[0]

    yield wire, neighbours, start
    for chip in made:
        violations, _, report = chip.stop()
        assert violations == 0, report
    wire.unplug()


# --- its name ---


def announced(neighbours):
    return neighbours.hears(lambda found: is_answer(found) and found.types() == [A, PTR, TXT, SRV])


def times_of_probes(dump):
    """By the chip's clock, from QEMU's record of the network: what is heard here may be late by any time."""
    data, at, times = dump.read_bytes(), 24, []
    while at + 16 <= len(data):
        seconds, microseconds, size, _ = struct.unpack_from("=IIII", data, at)
        frame = data[at + 16:at + 16 + size]
        at += 16 + size
        if frame[:6] == GROUP_MAC and frame[23] == 17 and frame[36:38] == struct.pack("!H", 5353) and is_probe(Message(frame[42:])):
            times.append(seconds + microseconds / 1e6)
    return times


def test_probes_then_announces(neighbourhood, tmp_path):
    wire, neighbours, start = neighbourhood
    wire.record = tmp_path / "record"
    start()
    probes = [neighbours.hears(lambda found: True) for _ in range(3)]
    for when, probe in probes:
        assert is_probe(probe) and probe.questions == [(HOST, ANY, 0x8001), (INSTANCE, ANY, 0x8001)]
        assert sorted(record[1] for record in probe.authorities) == [A, SRV]
    for _ in range(2):
        found = announced(neighbours)[1]
        assert found.flags == 0x8400
        assert sorted(found.answers) == sorted([(HOST, A, 0x8001, 120, CHIP_IP), (SERVICE, PTR, 1, 4500, INSTANCE), (INSTANCE, TXT, 0x8001, 4500, b"\0"),
                                                (INSTANCE, SRV, 0x8001, 120, (0, 0, 8266, HOST))], key=lambda record: record[:2])
    times = times_of_probes(wire.record)
    assert len(times) == 3 and all(0.15 < later - earlier for earlier, later in zip(times, times[1:]))


@pytest.fixture
def settled(neighbourhood):
    """The chip has its name, and a second has passed since it said so."""
    wire, neighbours, start = neighbourhood
    chip = start()
    announced(neighbours)
    last = announced(neighbours)[0]
    wait_until(lambda: time.monotonic() > last + 1.1, "records may be repeated")
    return chip, neighbours


def test_answers(settled):
    chip, neighbours = settled
    for name, kind, expected in [
        (HOST, A, CHIP_IP),
        (HOST.upper(), A, CHIP_IP),
        (SERVICE, PTR, INSTANCE),
        (INSTANCE, SRV, (0, 0, 8266, HOST)),
        ("_services._dns-sd._udp.local", PTR, SERVICE),
        (HOST, AAAA, encode(HOST) + b"\0\1\x40"),
    ]:
        neighbours.ask(name, kind, 0x8001)
        found = neighbours.direct.get(timeout=PATIENCE)[1]
        assert found.answers[0][4] == expected and len(found.answers) == 1
    assert sorted(record[1] for record in neighbours.nothing_before(SERVICE, PTR).more) == [A, TXT, SRV]
    assert len(neighbours.nothing_before(HOST, ANY).answers) == 1
    assert neighbours.heard.empty()
    neighbours.ask(HOST, A)
    assert neighbours.hears(is_answer)[1].answers == [(HOST, A, 0x8001, 120, CHIP_IP)]


def repeated_answers(neighbours):
    """How often what all were just told is told again to five who ask; None when this computer needed more than the second in which it must not be."""
    begin = time.monotonic()
    neighbours.ask(HOST, A)
    neighbours.hears(is_answer)
    for _ in range(5):
        neighbours.ask(HOST, A)
    neighbours.nothing_before(INSTANCE, TXT)
    end, repeated = time.monotonic(), neighbours.heard.qsize()
    if end - begin < 1:
        return repeated
    wait_until(lambda: time.monotonic() > end + 1.1, "records may be repeated")
    while not neighbours.heard.empty():
        neighbours.heard.get()
    return None


def test_says_nothing_when_there_is_nothing_to_say(settled):
    """Others' names, what is known, what was said within a second, questions from far away, and messages that are broken."""
    chip, neighbours = settled
    known = [(SERVICE, PTR, 1, 3000, encode(INSTANCE))]
    neighbours.ask("krait-123457.local", A, 0x8001)
    neighbours.ask(SERVICE, PTR, 0x8001, answers=known)
    neighbours.send(message(questions=[(HOST, A, 0x8001)]), source="10.9.9.9")
    assert neighbours.nothing_before(INSTANCE, TXT).types() == [TXT]
    whole = message(questions=[(HOST, A, 0x8001), (SERVICE, PTR, 0x8001)], answers=known)
    for size in range(len(whole)):
        neighbours.send(whole[:size])
        if size % 5 == 0:  # more at once would be too many frames for the board
            assert neighbours.nothing_before(INSTANCE, TXT).types() == [TXT]
    neighbours.send(struct.pack("!HHHHHH", 0, 0, 1, 0, 0, 0) + b"\xc0\x0c" + struct.pack("!HH", A, 0x8001))  # a name that points to itself
    assert neighbours.nothing_before(INSTANCE, TXT).types() == [TXT]
    while (repeated := repeated_answers(neighbours)) is None:
        pass
    assert repeated == 0


def test_answers_those_who_ask_like_a_name_server(settled):
    """From a port of their own: the question and its number come back, for seconds only."""
    chip, neighbours = settled
    neighbours.ask(HOST, A, port=40000, number=4711)
    found = neighbours.direct.get(timeout=PATIENCE)[1]
    assert found.number == 4711 and found.questions == [(HOST, A, 1)]
    assert found.answers == [(HOST, A, 1, 10, CHIP_IP)]


def test_takes_another_name_when_its_own_is_taken(neighbourhood):
    wire, neighbours, start = neighbourhood
    start()
    neighbours.hears(is_probe)
    neighbours.send(message(0x8400, answers=[(HOST, A, 0x8001, 120, socket.inet_aton(NEIGHBOUR))]))
    found = announced(neighbours)[1]
    assert {record[0] for record in found.answers} == {NAME + "-2.local", SERVICE, NAME + "-2." + SERVICE}


def test_defends_its_name(settled):
    chip, neighbours = settled
    neighbours.send(message(questions=[(HOST, ANY, 0x8001)], authorities=[(HOST, A, 1, 120, socket.inet_aton(NEIGHBOUR))]))
    assert (HOST, A, 0x8001, 120, CHIP_IP) in neighbours.direct.get(timeout=PATIENCE)[1].answers
    neighbours.send(message(0x8400, answers=[(HOST, A, 0x8001, 120, socket.inet_aton(NEIGHBOUR))]))
    neighbours.hears(is_probe)
    assert announced(neighbours)[1].answers


def test_is_found_by_the_command(settled, tmp_path):
    """`krait devices --scan`: its question is put before the chip as a neighbour's, who asks from a port of his own, and has the answer."""
    chip, neighbours = settled
    krait, relay, over = Krait(tmp_path / "ann", chip), socket.socket(socket.AF_INET, socket.SOCK_DGRAM), threading.Event()
    relay.bind(("127.0.0.1", 0))
    relay.settimeout(0.1)
    krait.environment["KRAIT_MDNS"] = "127.0.0.1:%d" % relay.getsockname()[1]
    asker = []
    neighbours.wire.services[NEIGHBOUR, 40001] = lambda data, source: relay.sendto(data, asker[-1]) and None

    def carry():
        while not over.is_set():
            try:
                question, who = relay.recvfrom(2000)
            except TimeoutError:
                continue
            asker.append(who)
            neighbours.send(question, port=40001)

    carrying = threading.Thread(target=carry)
    carrying.start()
    try:
        found = krait.json("devices", "--scan")
    finally:
        over.set()
        carrying.join()
        relay.close()
    assert found == [{"instance": NAME, "host": HOST, "address": CHIP_IP, "port": 8266, "device": NAME}]


# --- the time ---

THEN = 1900000000  # seconds since 1970


def time_answer(question, leap=0, stratum=2, mode=4, seconds=THEN):
    return bytes([leap << 6 | 4 << 3 | mode, stratum, 0, 0]) + bytes(20) + question[40:48] + bytes(8) + struct.pack("!II", (seconds + 2208988800) & 0xFFFFFFFF, 1 << 31)


def serve_time(wire, address, answers):
    """An NTP server that gives one of the answers after the other; the questions are kept."""
    questions = []

    def reply(question, source):
        questions.append(question)
        return answers[min(len(questions), len(answers)) - 1](question)

    wire.hosts[address] = NEIGHBOUR_MAC
    wire.services[address, 123] = reply
    return questions


def clock(chip, tmp_path):
    """What the device takes for the time."""
    return float(Krait(tmp_path / "ann", chip).out("exec", "import time; print(time.time())"))


def test_sets_the_clock_by_the_server_that_dhcp_names(neighbourhood, tmp_path):
    wire, _, start = neighbourhood
    wire.time_server = "10.0.2.123"
    questions = serve_time(wire, "10.0.2.123", [time_answer])
    chip = start()
    wait_until(lambda: questions, "the chip asks for the time")
    assert questions[0][0] == 0x23 and len(questions[0]) == 48 and questions[0][40:48] != bytes(8)
    assert 0 <= clock(chip, tmp_path) - THEN < 60


def test_believes_no_bad_answer(neighbourhood, tmp_path):
    """Here one with a wrong stamp: the clock still counts from the start."""
    wire, _, start = neighbourhood
    wire.time_server = "10.0.2.123"
    questions = serve_time(wire, "10.0.2.123", [lambda question: time_answer(question[:40] + bytes(8))])
    chip = start()
    wait_until(lambda: questions, "the chip asks for the time")
    assert clock(chip, tmp_path) < 3600


# --- names and the modules on top ---


def serve_names(wire, names):
    """A name server in the place of QEMU's."""
    asked = []

    def reply(data, source):
        found = Message(data)
        name = found.questions[0][0]
        asked.append(name)
        answers = [(name, A, 1, 60, socket.inet_aton(names[name]))] if name in names else []
        return message(0x8180 if answers else 0x8183, found.questions, answers, number=found.number)

    wire.services["10.0.2.3", 53] = reply
    return asked


def test_asks_the_pool_where_dhcp_names_no_server(neighbourhood, tmp_path):
    wire, _, start = neighbourhood
    serve_names(wire, {"pool.ntp.org": "10.0.2.124"})
    questions = serve_time(wire, "10.0.2.124", [time_answer])
    chip = start()
    wait_until(lambda: questions, "the chip asks for the time")
    assert 0 <= clock(chip, tmp_path) - THEN < 60


def test_names_and_time_for_programs(neighbourhood, tmp_path):
    wire, _, start = neighbourhood
    serve_names(wire, {"time.example": "10.0.2.125", "pool.ntp.org": "10.0.2.125"})
    serve_time(wire, "10.0.2.125", [time_answer])
    krait = Krait(tmp_path / "ann", start())
    assert krait.out("exec", "import socket; print(socket.getaddrinfo('time.example', 123, 0, socket.SOCK_DGRAM)[0][-1])") == "('10.0.2.125', 123)\n"
    assert krait.out("exec", "import socket\ntry: socket.getaddrinfo('nowhere.example', 1)\nexcept OSError as e: print(e.errno)") == "-2\n"
    assert krait.out("exec", "import network\nn = network.WLAN(network.STA_IF)\nprint(n.isconnected(), n.ifconfig())") == \
        "True ('10.0.2.15', '255.255.255.0', '10.0.2.2', '10.0.2.3')\n"
    assert krait.out("exec", "import network; print(network.hostname(), network.WLAN().config('mac').hex())") == NAME + " 525400123456\n"
    assert krait.out("exec", "import ntptime, time\nntptime.host = 'time.example'\nntptime.settime()\nprint(int(time.time()) // 100)") == "%d\n" % (THEN // 100)


def test_a_name_server_that_does_not_answer(neighbourhood, tmp_path):
    """A lost question is asked again; a server that stays silent is an error after some seconds, and what it says later is heard."""
    wire, _, start = neighbourhood
    asked, answers = serve_names(wire, {"late.example": "10.0.2.126"}), []
    answer = wire.services["10.0.2.3", 53]
    wire.services["10.0.2.3", 53] = lambda data, source: answers.append(answer(data, source)) or (answers[-1] if asked.count("late.example") > 1 else None)
    krait = Krait(tmp_path / "ann", start())
    look = "import socket\ntry: print(socket.getaddrinfo('late.example', 1)[0][-1][0])\nexcept OSError as e: print(type(e).__name__, e.errno)"
    assert krait.out("exec", look) == "10.0.2.126\n"
    wire.services["10.0.2.3", 53] = lambda data, source: None
    assert krait.out("exec", look.replace("late", "never")) == "gaierror -2\n"
    wire.services["10.0.2.3", 53] = answer
    assert krait.out("exec", look) == "10.0.2.126\n"
