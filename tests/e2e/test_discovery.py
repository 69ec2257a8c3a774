"""Devices that are looked for in the network: names in .local and `krait devices --scan`, against a responder of the tests that also tells lies."""

import json
import random
import signal
import socket
import struct
import threading

import pytest

from conftest import PATIENCE, Krait

A, PTR, SRV = 1, 12, 33
SERVICE = "_krait._tcp.local"


def encode(name):
    return b"".join(bytes([len(label)]) + label for label in (name.encode("latin-1") if isinstance(name, str) else name).split(b".")) + b"\0"


def record(name, kind, data, group=1):
    return encode(name) + struct.pack("!HHIH", kind, group, 10, len(data)) + data


def announcement(instance, host, port, address):
    """The records of one device."""
    whole = instance + "." + SERVICE
    return [record(SERVICE, PTR, encode(whole)), record(whole, SRV, struct.pack("!HHH", 0, 0, port) + encode(host)),
            record(host, A, socket.inet_aton(address), 0x8001)]


def answer(question, records, number=None, flags=0x8400):
    """To a question, which is repeated as for those who ask from a port of their own."""
    return struct.pack("!HHHHHH", struct.unpack("!H", question[:2])[0] if number is None else number, flags, 1, len(records), 0, 0) + question[12:] + b"".join(records)


SO_TIMESTAMP = 29  # of Linux: the kernel's time of arrival comes with a datagram


class Responder:
    """Sends to each question what `reply` makes of it: a list of messages. `questions` are (when they were sent, what)."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMP, 1)
        self.socket.bind(("127.0.0.1", 0))
        self.where = "127.0.0.1:%d" % self.socket.getsockname()[1]
        self.reply = lambda question: []
        self.questions = []
        self.asked = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while True:
            question, ((_, _, stamp),), _, who = self.socket.recvmsg(2000, 64)
            if question == b"end":
                return
            seconds, microseconds = struct.unpack("@ll", stamp)
            self.questions.append((seconds + microseconds / 1e6, question))
            self.asked.set()
            for message in self.reply(question):
                self.socket.sendto(message, who)

    def close(self):
        self.socket.sendto(b"end", self.socket.getsockname())
        self.thread.join(PATIENCE)
        self.socket.close()


@pytest.fixture
def responder():
    responder = Responder()
    yield responder
    responder.close()


@pytest.fixture
def seeker(tmp_path, responder):
    """A user whose questions go to the responder."""
    krait = Krait(tmp_path / "ann")
    krait.environment["KRAIT_MDNS"] = responder.where
    return krait


@pytest.fixture
def device(new_device):
    """A device refuses requests for a name that is not its own."""
    return new_device(name="krait-abc")


def by_name(uri, name, device):
    return uri.replace("127.0.0.1:%d" % device.port, "%s:%d" % (name, device.port))


def test_a_name_in_local(device, responder, seeker):
    """Pairing, using and addressing a device by its name; the question is a plain one of type A."""
    responder.reply = lambda question: [answer(question, [record("KRAIT-abc.Local", A, socket.inet_aton("127.0.0.1"), 0x8001)])]
    seeker("pair", by_name(device.uri, "krait-abc.local", device), "green", check=True)
    assert seeker.out("-d", "green", "eval", "6 * 7") == "42\n"
    assert seeker.out("-d", "krait-abc.local", "eval", "6 * 7") == "42\n"
    assert seeker.out("-d", "krait-abc.local:%d" % device.port, "eval", "6 * 7") == "42\n"
    _, question = responder.questions[0]
    assert question[2:] == struct.pack("!HHHHH", 0, 1, 0, 0, 0) + encode("krait-abc.local") + struct.pack("!HH", A, 1)


def test_a_device_that_has_moved(device, responder, seeker):
    """Paired by an address where it is not any more, it is found by its name."""
    seeker("pair", device.uri, "krait-abc", check=True)
    place = seeker.folder / "config" / "krait" / "devices" / "krait-abc"
    place.write_text(json.dumps(dict(json.loads(place.read_text()), host="127.0.0.77")))
    assert seeker("-d", "krait-abc", "eval", "1").returncode == 3
    responder.reply = lambda question: [answer(question, [record("krait-abc.local", A, socket.inet_aton("127.0.0.1"))])]
    assert seeker.out("-d", "krait-abc.local", "eval", "6 * 7") == "42\n"


def test_several_addresses_are_tried(device, responder, seeker):
    responder.reply = lambda question: [answer(question, [record("krait-abc.local", A, socket.inet_aton(where)) for where in ("127.0.0.77", "127.0.0.1")])]
    seeker("pair", by_name(device.uri, "krait-abc.local", device), "green", check=True)


def test_the_question_is_repeated(device, responder, seeker):
    good = [record("krait-abc.local", A, socket.inet_aton("127.0.0.1"))]
    responder.reply = lambda question: [answer(question, good)] if len(responder.questions) == 2 else []
    seeker("pair", by_name(device.uri, "krait-abc.local", device), "green", check=True)
    (first, _), (second, _) = responder.questions[:2]
    assert 0.9 < second - first


def test_nobody_has_the_name(device, responder, seeker):
    done = seeker("pair", by_name(device.uri, "krait-abc.local", device))
    assert done.returncode == 3
    assert "cannot find krait-abc.local: " in done.stderr and "no device in this network answers to that name" in done.stderr
    done = seeker("-d", "krait-abd.local", "info")
    assert done.returncode == 2 and "no device 'krait-abd.local' is paired here" in done.stderr


def test_lies_about_a_name(device, responder, seeker):
    """What is not an answer to the question, or is broken, or leads nowhere, is not taken; the good answer behind it is."""
    good = [record("krait-abc.local", A, socket.inet_aton("127.0.0.1"))]
    chance = random.Random(1)

    def reply(question):
        number = struct.unpack("!H", question[:2])[0]
        whole = answer(question, good)
        lies = [answer(question, [record("krait-abc.local", A, socket.inet_aton(where))]) for where in ("0.0.0.0", "224.0.0.251", "255.255.255.255")]
        lies += [answer(question, [record("krait-abd.local", A, socket.inet_aton("127.0.0.77"))]), answer(question, good, number=number ^ 1),
                 answer(question, good, flags=0), answer(question, [record("krait-abc.local", A, b"\x7f\0\0\1\0")]),
                 answer(question, [record("krait-abc.local", A, socket.inet_aton("127.0.0.1"), group=3)])]
        lies += [whole[:size] for size in range(0, len(whole))]
        lies += [question[:2] + struct.pack("!HHHHH", 0x8400, 1, 1, 0, 0) + b"\xc0\x0c" * 20, question[:2] + struct.pack("!HHHHH", 0x8400, 65535, 65535, 65535, 65535)]
        lies += [question[:2] + b"\x84\0" + chance.randbytes(200) for _ in range(50)]
        return lies + [whole]

    responder.reply = reply
    seeker("pair", by_name(device.uri, "krait-abc.local", device), "green", check=True)


def test_scan(device, responder, seeker):
    """In order of name, whether the network tells it in one answer or in several; paired devices are known by their address or their name."""
    seeker("pair", device.uri, "green", check=True)
    first, second = announcement("krait-b", "krait-b.local", device.port, "127.0.0.1"), announcement("krait-a", "krait-a.local", 8266, "10.1.2.3")
    responder.reply = lambda question: [answer(question, second[:1]), answer(question, second[1:] + first), answer(question, first)]
    assert seeker.out("-t", "2", "devices", "--scan").splitlines() == ["krait-a.local  10.1.2.3:8266  not paired", "krait-b.local  127.0.0.1:%d  paired as green" % device.port]
    assert seeker.json("-t", "2", "devices", "-s") == [
        {"instance": "krait-a", "host": "krait-a.local", "address": "10.1.2.3", "port": 8266},
        {"instance": "krait-b", "host": "krait-b.local", "address": "127.0.0.1", "port": device.port, "device": "green"}]
    _, question = responder.questions[0]
    assert question[12:] == encode(SERVICE) + struct.pack("!HH", PTR, 1)


def test_scan_among_liars(responder, seeker):
    """Names that would steer a terminal, services of others, more devices than anybody has, noise."""
    chance = random.Random(2)
    evil = "a\x1b[2Jb \xe9"
    records = [record(SERVICE, PTR, encode((evil + "." + SERVICE))), record("x._http._tcp.local", SRV, struct.pack("!HHH", 0, 0, 80) + encode("x.local")),
               record(SERVICE, PTR, encode("y._http._tcp.local")), record("z." + SERVICE, SRV, struct.pack("!HHH", 0, 0, 0) + encode("z.local")),
               record("w." + SERVICE, SRV, b"\0\0")]
    crowd = [record(SERVICE, PTR, encode("c%03d.%s" % (i, SERVICE))) for i in range(200)]
    responder.reply = lambda question: [answer(question, records), answer(question, crowd)] + [question[:2] + b"\x84\0" + chance.randbytes(300) for _ in range(50)]
    done = seeker("-t", "2", "devices", "--scan", check=True)
    lines = done.stdout.splitlines()
    assert len(lines) == 64 and "\x1b" not in done.stdout and "http" not in done.stdout
    assert lines[0] == "a?[2Jb ?  ?:0  not paired"


def test_scan_finds_nobody(responder, seeker):
    done = seeker("-t", "0.3", "devices", "--scan", check=True)
    assert done.stdout == "" and "no device announces itself" in done.stderr
    assert seeker("-t", "0.3", "--json", "devices", "--scan", check=True).stdout == ""


def test_a_responder_that_cannot_be(seeker):
    for text in ("nonsense!", "127.0.0.1:0", "example.org"):
        seeker.environment["KRAIT_MDNS"] = text
        done = seeker("devices", "--scan")
        assert done.returncode == 3 and "KRAIT_MDNS" in done.stderr


def test_scan_is_interrupted(responder, seeker, background):
    scan = background(seeker.start("-t", "50", "devices", "--scan"))
    assert responder.asked.wait(PATIENCE)
    scan.send_signal(signal.SIGINT)
    assert scan.wait(PATIENCE) == 130
