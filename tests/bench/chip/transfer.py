"""How fast files cross the link to the emulated chip, beside TCP without anything above it in the same image (tools/chip --bench), side by side in one run; the
flash alone; instructions a byte; and transfers over a wire that loses or reorders frames.

usage: tests/bench/chip/transfer.py [times] [work] [wires [--tap]]      (after tools/chip --bench)

Times are of whole commands; a file further on in the same command shows what is left without its start and its handshake. With --tap this computer's own TCP is at the other end of the
wire instead of QEMU's user network, which takes root, or a computer on which everybody may make networks (tests/e2e/tap.py).
"""

import os
import pathlib
import re
import socket
import statistics
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
os.environ.setdefault("KRAIT_BENCH_CHIP", str(ROOT / "build" / "chip-bench"))
os.environ["KRAIT_CHIP"] = os.environ["KRAIT_BENCH_CHIP"]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))

from chip import Chip, free_port  # noqa: E402
from conftest import Krait  # noqa: E402
from dhcp import DhcpServer  # noqa: E402
from tap import open_tap  # noqa: E402
from wire import CHIP_IP, Disturbance, Wire  # noqa: E402

BYTES = 262144
LOSSY_BYTES, LOSSY_RUNS = 16384, 3  # over a bad wire, where chance has a part, and the median is taken
TAP_BYTES, TAP_RUNS = 131072, 9  # where what is lost is soon sent again
RUNS = 5
GATEWAY = "10.0.2.2"
TAP = None  # the interface at the other end
MORE = 3  # files further on in one command
WIRES = [
    ("a good wire of the tests", Disturbance()),
    ("1 % lost each way", Disturbance(loss=0.01)),
    ("5 % lost each way", Disturbance(loss=0.05)),
    ("10 % up to 6 ms late each way", Disturbance(delay=0.1)),
]


class Bench:
    """The image with the service of ports/esp8266/bench.h."""

    def __init__(self, folder, wire=None, guard=False):
        service = free_port()
        self.chip = Chip(folder / "chip", guard=guard, wire=wire, forward="hostfwd=tcp:127.0.0.1:%d-:8267" % service).start()
        self.service = ("127.0.0.1", service)
        if wire and wire.tap is not None:
            self.service = (CHIP_IP, 8267)
            self.chip.uri = re.sub(r"//[^/]*/", "//%s/" % CHIP_IP, self.chip.uri)
        self.krait = Krait(folder / "user", self.chip)
        self.folder = folder

    def connect(self, what):
        one = socket.create_connection(self.service, timeout=120)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        one.sendall(what)
        return one

    def raw_in(self, size):
        """Seconds until the chip has taken so many bytes and closes."""
        begin = time.monotonic()
        with self.connect(b"s") as one:
            one.sendall(bytes(size))
            one.shutdown(socket.SHUT_WR)
            assert one.recv(1) == b""
        return time.monotonic() - begin

    def raw_out(self, size):
        begin, got = time.monotonic(), 0
        with self.connect(b"g") as one:
            while got < size:
                got += len(one.recv(65536))
        return time.monotonic() - begin

    def flash(self):
        """Microseconds to erase a sector of 64 KiB and to program it."""
        with self.connect(b"f") as one:
            result, erased, programmed = map(int, one.makefile().read().split())
        assert result == 0
        return erased, programmed

    def copy(self, source, target, count):
        """Seconds of one command that copies a file so many times."""
        begin = time.monotonic()
        self.krait.out(*(["cp", source, target] + ["+", "cp", source, target] * (count - 1)))
        return time.monotonic() - begin

    def put(self, name, size, count=1):
        source = self.folder / name
        if not source.exists() or source.stat().st_size != size:
            source.write_bytes(os.urandom(size))
        return self.copy(source, ":/" + name, count)

    def get(self, name, count=1):
        return self.copy(":/" + name, self.folder / "back", count)


def rate(size, seconds):
    return size / 1024 / seconds


def best(measure, *arguments):
    """Of several, because what else a computer does only ever makes it slower."""
    return min(measure(*arguments) for _ in range(RUNS))


def times(row, folder):
    """Rates over QEMU's own network."""
    bench = Bench(folder)
    raw_in, raw_out = rate(BYTES, best(bench.raw_in, BYTES)), rate(BYTES, best(bench.raw_out, BYTES))
    row("raw TCP of lwIP, 256 KiB into the chip; out of it", "recorded", "%.0f KiB/s; %.0f KiB/s" % (raw_in, raw_out))
    erased, programmed = min(bench.flash() for _ in range(RUNS))
    row("the flash driver alone: erasing 64 KiB; programming them in pieces of 128 bytes", "recorded",
        "%.1f ms; %.0f ms, %.0f KiB/s" % (erased / 1000, programmed / 1000, 64 / (erased + programmed) * 1e6))
    for what, raw, measure in (("put of 256 KiB whose bytes go nowhere", raw_in, lambda count: bench.put("nowhere", BYTES, count)),
                               ("put of 256 KiB into the flash file system", raw_in, lambda count: bench.put("flash", BYTES, count)),
                               ("get of 256 KiB", raw_out, lambda count: bench.get("flash", count))):
        one = best(measure, 1)
        whole, further = rate(BYTES, one), rate(BYTES * MORE, best(measure, 1 + MORE) - one)
        row(what + ", command and all; each further one", ">= 50 % of raw TCP",
            "%.0f KiB/s (%.0f %%); %.0f KiB/s (%.0f %%)" % (whole, 100 * whole / raw, further, 100 * further / raw))
    bench.chip.stop()


def instructions(folder, use):
    """What the device executes from its start on."""
    bench = Bench(folder, guard=True)
    use(bench)
    return bench.chip.stop()[1]


def work(row, folder):
    """Instructions a byte: what is left of a figure when neither the computer nor QEMU's devices have a part in it. Each figure is the difference of two lives
    with equally many sessions, one of which has the transfer instead of a small question."""
    def small(bench):
        bench.krait.out("ls", ":/")

    def life(name, *steps):
        return instructions(folder / name, lambda bench: [step(bench) for step in steps])

    def flash(bench):
        bench.put("flash", BYTES)

    none, put = life("none", small), life("put", flash, small)
    for what, value in (("raw in", life("in", small, lambda bench: bench.raw_in(BYTES)) - none),
                        ("raw out", life("out", small, lambda bench: bench.raw_out(BYTES)) - none),
                        ("put to nowhere", life("nowhere", lambda bench: bench.put("nowhere", BYTES)) - none),
                        ("put", put - life("two", small, small)),
                        ("get", life("get", flash, lambda bench: bench.get("flash")) - put)):
        row("instructions a byte, " + what, "recorded", "%.1f" % (value / BYTES))


def bad_wires(row, folder):
    """Rates over the relay of the tests, which is slower than QEMU's own network."""
    wire = Wire(seed=int(os.environ.get("KRAIT_SEED", "1")), tap=TAP)
    if TAP is not None:
        DhcpServer(wire, address=GATEWAY)
    size, runs = (LOSSY_BYTES, LOSSY_RUNS) if TAP is None else (TAP_BYTES, TAP_RUNS)
    bench = Bench(folder, wire)
    for name, how in WIRES:
        wire.disturbance = how
        measures = [lambda: bench.raw_in(size), lambda: bench.raw_out(size), lambda: bench.put("nowhere", size),
                    lambda: bench.put("lossy", size), lambda: bench.get("lossy")]
        rates = [rate(size, statistics.median(measure() for _ in range(runs))) for measure in measures]
        row(name + ": %d KiB raw in, raw out, put nowhere, put, get" % (size // 1024), "recorded", "; ".join("%.0f" % one for one in rates) + " KiB/s")
    wire.disturbance = Disturbance()
    bench.chip.stop()
    wire.unplug()


if __name__ == "__main__":
    import tempfile
    folder = pathlib.Path(tempfile.mkdtemp())

    def say(name, wanted, value):
        print("| %s | %s | %s |" % (name, wanted, value), flush=True)

    parts = {"times": times, "work": work, "wires": bad_wires}
    asked = [word for word in sys.argv[1:] if word != "--tap"]
    if "--tap" in sys.argv:
        try:
            TAP = open_tap(GATEWAY)
        except OSError as error:
            sys.exit("transfer.py: --tap: %s (run it as root)" % error)
    for part in asked or parts:
        parts[part](say, folder / part)
