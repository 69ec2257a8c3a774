"""The board that a description file describes: pins, buses and what hangs on them.

This runs in a machine of its own. The process asks it with _request() whenever a program does something to its hardware; board.now is the
moment of the request, in microseconds of the program's clock, and everything that a device measures is a function of it.

A description is JSON, or a Python file that says the same and more with

    from simboard import board, I2CDevice, SPIDevice, signal
"""
import json
import math
import struct
import sys

NEVER = 1 << 62
PINS = 64  # as in board_described.h
ENODEV, EINVAL, EIO, ETIMEDOUT = 19, 22, 5, 110
IN, OUT, OPEN_DRAIN = 0, 1, 2
PULL_UP = 1


class NoAck(Exception):
    """Raised by a device that does not acknowledge what it was sent."""


def noise(number, seed=0):
    """Something from -1 to 1 that depends on the number only."""
    n = (number * 0x9E3779B1 + seed * 0x85EBCA77) & 0xFFFFFFFF
    n = ((n ^ n >> 15) * 0x2C1B3C6D) & 0xFFFFFFFF
    n = ((n ^ n >> 12) * 0x297A2D39) & 0xFFFFFFFF
    return (n ^ n >> 15) / 0x7FFFFFFF - 1


# --- signals: what a sensor measures, as a function of the time in seconds

WAVES = {
    "sine": lambda x: math.sin(2 * math.pi * x),
    "triangle": lambda x: 4 * abs((x + 0.75) % 1 - 0.5) - 1,
    "square": lambda x: 1 if x % 1 < 0.5 else -1,
    "ramp": lambda x: 2 * (x % 1) - 1,
}


def csv_column(path, column):
    with open(board.path(path)) as file:
        rows = [line.strip().split(",") for line in file if line.strip()]
    if isinstance(column, str):
        at = [name.strip() for name in rows.pop(0)].index(column)
    else:
        at = column
    values = []
    for row in rows:
        try:
            values.append(float(row[at]))
        except ValueError:
            pass  # a heading
    return values


def signal(spec, default=0):
    """A function of the time from a number, a function, or a dict: see docs/library/machine.md."""
    if spec is None:
        spec = default
    if callable(spec):
        return spec
    if isinstance(spec, (int, float)):
        return lambda t: spec
    if not isinstance(spec, dict):
        raise ValueError("a signal is a number or {...}, not %r" % (spec,))
    if "csv" in spec or "values" in spec:
        values = spec["values"] if "values" in spec else csv_column(spec["csv"], spec.get("column", 0))
        if not values:
            raise ValueError("a signal has no values")
        interval, repeat = spec.get("interval", 1), spec.get("repeat", True)

        def played(t):
            i = int(t / interval)
            return values[i % len(values) if repeat else min(i, len(values) - 1)]

        return played
    if spec.get("wave", "sine") not in WAVES:
        raise ValueError("no wave %r; there are: %s" % (spec["wave"], ", ".join(WAVES)))
    wave = WAVES[spec.get("wave", "sine")]
    mean, amplitude = spec.get("mean", 0), spec.get("amplitude", 0)
    period, phase, jitter = spec.get("period", 60), spec.get("phase", 0), spec.get("noise", 0)

    def waving(t):
        value = mean + amplitude * wave(t / period + phase)
        return value + jitter * noise(int(t * 1000), board.seed) if jitter else value

    return waving


# --- pins


class Steps:
    """Levels over time: [(microsecond, level), ...] in order, after `first`; repeated every `period` microseconds."""

    def __init__(self, steps=(), first=0, period=0):
        self.steps, self.first, self.period = list(steps), first, period

    def add(self, at, level):
        while len(self.steps) > 64 and self.steps[1][0] < board.now - 1000000:
            self.first = self.steps.pop(0)[1]
        self.steps.append((at, level))

    def at(self, now):
        """The level now, and when it changes next."""
        begin = now - now % self.period if self.period else 0
        level, until = self.first, begin + self.period if self.period else NEVER
        if self.period and self.steps:
            level = self.steps[-1][1]
        for when, new in self.steps:
            if begin + when > now:
                return level, begin + when
            level = new
        return level, until


def square(frequency, duty):
    """The output of a PWM with a duty of 0 to 65535."""
    period = max(1, round(1000000 / frequency))
    high = period * duty // 65535
    if high in (0, period):
        return Steps(first=int(high > 0))
    return Steps([(0, 1), (high, 0)], 0, period)


def presses(times, active=0, bounce_ms=0):
    """A button that is pressed from the first to the second of each pair of times, in seconds."""
    steps = []
    for pair in times:
        for at, level in zip(pair, (active, 1 - active)):
            at = round(at * 1000000)
            bounces = 2 * round(bounce_ms)
            for i in range(bounces):
                steps.append((at + i * 500 + int(100 * noise(i, at)) + 100, level if i % 2 == 0 else 1 - level))
            steps.append((at + bounces * 500, level))
    return Steps(steps, 1 - active)


class Pin:
    def __init__(self, number):
        self.number = number
        self.mode, self.pull, self.level = IN, 0, 0
        self.frequency = self.duty = 0
        self.source = None  # Steps: what others put on the wire
        self.wires = []  # pins that are connected to this one
        self.watchers = []  # called with (pin, level) when the program sets a level
        self.seen = self.asked = None

    def drives(self, now):
        """What the pin itself puts on the wire: (level, until), or None."""
        if self.frequency:
            return square(self.frequency, self.duty).at(now)
        if self.mode == OUT or self.mode == OPEN_DRAIN and not self.level:
            return self.level, NEVER
        return None

    def state(self, now):
        driven = self.drives(now)
        if driven is None and self.source is not None:
            driven = self.source.at(now)
        for other in self.wires:
            if driven is None:
                driven = other.drives(now)
        return driven or (int(self.pull == PULL_UP), NEVER)

    def look(self, now):
        """(level, edges since the last look, until)."""
        edges = 0
        level, until = self.state(now)
        if self.asked is not None:
            at, last = self.asked, self.seen
            for _ in range(256):
                new, at = self.state(at)
                if new != last:
                    edges |= 1 if new else 2
                last = new
                if at > now:
                    break
            if last != level:
                edges |= 1 if level else 2
        self.asked, self.seen = now, level
        return level, edges, until

    def set(self, level):
        changed = self.mode != IN and level != self.level
        self.level = level
        if changed:
            board.log("pin", pin=self.number, level=level)
        for watcher in self.watchers:
            watcher(self, level)


# --- buses


class I2CDevice:
    """What answers at an address. A transaction writes, reads, or writes and reads."""

    def write(self, data):
        pass

    def read(self, n):
        return b""


class SPIDevice:
    """What is on the bus while its `cs` pin is low; cs None: always."""

    cs = None

    def transfer(self, data):
        return bytes(len(data))

    def select(self):
        """cs goes low."""

    def deselect(self):
        """cs goes high."""


class Bus:
    def __init__(self, id=None, pins=()):
        self.id, self.pins = id, tuple(pins)
        self.devices = {}
        self.trace = False

    def fits(self, id, pins):
        if id >= 0 and self.id is not None and id != self.id:
            return False
        return all(wired is None or named < 0 or wired == named for wired, named in zip(self.pins, pins))


class I2CBus(Bus):
    def add(self, address, device):
        self.devices[address] = device
        device.bus, device.address = self, address
        return device

    def transfer(self, address, out, n):
        device = self.devices.get(address)
        if device is None:
            raise NoAck
        if out:
            device.write(out)
        data = bytes(device.read(n)) if n else b""
        if self.trace:
            board.log("i2c", bus=self.id, address=address, write=out.hex(), read=data.hex())
        return data + b"\xff" * (n - len(data))


class SPIBus(Bus):
    def add(self, device, cs=None):
        self.devices[len(self.devices)] = device
        device.cs = cs
        if cs is not None:
            device.selected = False
            board.pin(cs).watchers.append(lambda pin, level: self.choose(device, not level))
        return device

    def choose(self, device, low):
        if low != device.selected:
            device.selected = low
            (device.select if low else device.deselect)()

    def transfer(self, data):
        answer = None
        for device in self.devices.values():
            if device.cs is None or device.selected:
                answer = device.transfer(data)
        if answer is None:
            answer = data if not self.devices else b"\xff" * len(data)
        if self.trace:
            board.log("spi", bus=self.id, write=data.hex(), read=bytes(answer).hex())
        return answer


class UART(Bus):
    """A serial line with a program at its other end: write(data) hears, read() gives what was said up to now."""

    LOOPBACK, PTY, DEVICE = 0, 1, 2
    kind = LOOPBACK

    def write(self, data):
        pass

    def read(self):
        return b""


# --- 1-Wire: a device is a generator. It yields None for a bit that it wants and a bit that it offers.


class OneWireDevice:
    def __init__(self, rom):
        self.rom = rom
        self.talk = None

    def reset(self):
        self.talk = self.run()
        self.offer = next(self.talk)

    def advance(self, bit):
        try:
            self.offer = self.talk.send(bit)
        except StopIteration:
            self.talk, self.offer = None, None

    def get(self):
        byte = 0
        for i in range(8):
            byte |= (yield) << i
        return byte

    def give(self, data):
        for byte in data:
            for i in range(8):
                yield byte >> i & 1

    def run(self):
        command = yield from self.get()
        bits = [byte >> i & 1 for byte in self.rom for i in range(8)]
        if command == 0x33:
            yield from self.give(self.rom)
        elif command == 0x55:
            for bit in bits:
                if (yield) != bit:
                    return
        elif command == 0xF0:
            for bit in bits:
                yield bit
                yield 1 - bit
                if (yield) != bit:
                    return
        elif command != 0xCC:
            return
        yield from self.serve()

    def serve(self):
        """What follows when the device is chosen."""
        return
        yield


class OneWireBus:
    def __init__(self):
        self.devices = []

    def slot(self, what):
        live = [d for d in self.devices if d.talk is not None]
        if what == 3:
            for device in self.devices:
                device.reset()
            return int(bool(self.devices))
        if what == 2:
            bit = min((d.offer for d in live if d.offer is not None), default=1)
        else:
            bit = what
        for device in live:
            if (device.offer is None) == (what != 2):
                device.advance(bit)
        return bit


# --- the board


class Board:
    def __init__(self):
        self.now = 0
        self.seed = 1
        self.pins, self.names, self.adc = {}, {}, {}
        self.buses = [[], [], []]  # I2C, SPI, UART
        self.strips, self.onewire, self.pulsed = {}, {}, {}
        self.journal = False
        self.folder = "."
        self.clock = "host"
        self.default_buses = True

    @property
    def seconds(self):
        return self.now / 1000000

    def path(self, name):
        return name if name.startswith("/") else self.folder + "/" + name

    def log(self, event, **fields):
        """A line of the journal."""
        if self.journal:
            record = {"t": round(self.seconds, 6), "event": event}
            record.update(fields)
            sys.stdout.write("\x1e" + json.dumps(record) + "\n")

    def pin(self, number):
        """The Pin of a number or name."""
        if number in self.names:
            number = self.names[number]
        elif isinstance(number, str) and not number.isdigit():
            raise ValueError("no pin has the name %r" % number)
        number = int(number)
        if not 0 <= number < PINS:
            raise ValueError("pins go from 0 to %d, not %d" % (PINS - 1, number))
        if number not in self.pins:
            self.pins[number] = Pin(number)
        return self.pins[number]

    def wire(self, a, b):
        a, b = self.pin(a), self.pin(b)
        a.wires.append(b)
        b.wires.append(a)

    def bus(self, kind, made):
        self.buses[kind].append(made)
        made.number = len(self.buses[kind]) - 1
        return made

    def i2c(self, id=None, scl=None, sda=None):
        """A new I2C bus on these pins; None: on any."""
        return self.bus(0, I2CBus(id, (scl, sda)))

    def spi(self, id=None, sck=None, mosi=None, miso=None):
        return self.bus(1, SPIBus(id, (sck, mosi, miso)))

    def uart(self, made, id=None, tx=None, rx=None):
        made.id, made.pins = id, (tx, rx)
        return self.bus(2, made)


board = Board()


# --- requests of the process: a number of _requests, three ints, the time, and bytes; answered by an int, or an int and bytes


def on_pin_named(a, b, c, data):
    return board.names.get(data.decode(), -1)


def on_pin_mode(number, mode, pull, data):
    pin = board.pin(number)
    changed = mode != IN and pin.mode == IN and pin.level
    pin.mode, pin.pull = mode, pull
    pin.frequency = 0
    if changed:
        board.log("pin", pin=number, level=pin.level)
    return 0


def on_pin_look(number, b, c, data):
    level, edges, until = board.pin(number).look(board.now)
    return level | edges << 1, struct.pack("<Q", until)


def on_pin_write(number, level, c, data):
    board.pin(number).set(level)
    return 0


def on_adc_read(number, b, c, data):
    if number not in board.adc:
        return -EINVAL
    return min(65535, max(0, round(board.adc[number](board.seconds))))


def on_pwm(number, frequency, duty, data):
    pin = board.pin(number)
    if (frequency, duty) != (pin.frequency, pin.duty):
        board.log("pwm", pin=number, freq=frequency, duty=duty)
    pin.frequency, pin.duty = frequency, duty
    return 0


def on_bus_open(kind, id, c, data):
    pins = struct.unpack("<iii", data)
    for bus in board.buses[kind]:
        if bus.fits(id, pins):
            return bus.number
    if kind == 2 and board.buses[2]:
        return -ENODEV
    # Nothing hangs on these pins.
    made = (I2CBus, SPIBus, UART)[kind](id if id >= 0 else None, [p if p >= 0 else None for p in pins])
    return board.bus(kind, made).number


def on_i2c(bus, address, n, data):
    return 0, board.buses[0][bus].transfer(address, data, n)


def on_spi(bus, b, c, data):
    return 0, board.buses[1][bus].transfer(data)


def on_uart_kind(bus, b, c, data):
    return board.buses[2][bus].kind


def on_uart_write(bus, b, c, data):
    uart = board.buses[2][bus]
    board.log("uart", uart=uart.id, write=data.decode("utf-8", "replace") if isinstance(data, bytes) else data)
    uart.write(data)
    return len(data)


def on_uart_read(bus, b, c, data):
    return 0, board.buses[2][bus].read()


def on_bitstream(number, b, c, data):
    strip = board.strips.get(number, {})
    bpp = strip.get("bpp", 3)
    order = "GRBW" if "order" not in strip else strip["order"]
    colors = []
    for i in range(0, len(data) - bpp + 1, bpp):
        part = dict(zip(order, data[i : i + bpp]))
        colors.append("%02x%02x%02x" % (part["R"], part["G"], part["B"]) + ("%02x" % part["W"] if bpp > 3 else ""))
    board.log("neopixel", pin=number, pixels=colors)
    return 0


def on_onewire(number, what, c, data):
    bus = board.onewire.get(number)
    if bus is None:
        return 0 if what == 3 else 1
    return bus.slot(what)


def on_pulses(number, low_us, count, data):
    if number not in board.pulsed:
        return -ETIMEDOUT
    times = board.pulsed[number].pulses(low_us, count)
    return 0, b"".join(struct.pack("<H", t) for t in times)


_requests = (
    on_pin_named, on_pin_mode, on_pin_look, on_pin_write, on_adc_read, on_pwm, on_bus_open, on_i2c, on_spi,
    on_uart_kind, on_uart_write, on_uart_read, on_bitstream, on_onewire, on_pulses,
)


def _request(data):
    what, a, b, c, board.now = struct.unpack("<iiiiQ", data[:24])
    try:
        answer = _requests[what](a, b, c, data[24:])
    except NoAck:
        answer = -ENODEV
    if isinstance(answer, tuple):
        return struct.pack("<i", answer[0]) + bytes(answer[1])
    return struct.pack("<i", answer)
