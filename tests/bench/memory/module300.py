"""A weather station: sensors on an I2C bus, a log that rotates, alarms and reports.

Three hundred lines as people write them for a board, for measuring what compiling and importing costs.
"""
import json
import os
import struct
import time

VERSION = "1.4.2"
DEFAULT_INTERVAL = 60
LOG_LIMIT = 4096
RETRIES = 3

PRESSURE_ADDRESS = 0x76
LIGHT_ADDRESS = 0x23

REG_ID = 0xD0
REG_RESET = 0xE0
REG_CONTROL = 0xF4
REG_DATA = 0xF7

UNITS = {
    "temperature": "C",
    "humidity": "%",
    "pressure": "hPa",
    "light": "lx",
}


class StationError(Exception):
    """Anything that a sensor or the log can do wrong."""


class SensorMissing(StationError):
    def __init__(self, name, address):
        super().__init__("%s does not answer at 0x%02x" % (name, address))
        self.name = name
        self.address = address


class Sensor:
    """What all drivers share: the bus, an address and a calibration."""

    name = "sensor"
    quantities = ()

    def __init__(self, bus, address, *, offset=0.0, scale=1.0):
        self.bus = bus
        self.address = address
        self.offset = offset
        self.scale = scale
        self.errors = 0

    def read_register(self, register, count=1):
        for attempt in range(RETRIES):
            try:
                return self.bus.readfrom_mem(self.address, register, count)
            except OSError:
                self.errors += 1
                time.sleep_ms(5 << attempt)
        raise SensorMissing(self.name, self.address)

    def write_register(self, register, value):
        self.bus.writeto_mem(self.address, register, bytes([value & 0xFF]))

    def correct(self, value):
        return value * self.scale + self.offset

    def measure(self):
        """Returns a dict of quantities."""
        raise NotImplementedError

    def __repr__(self):
        return "<{} at 0x{:02x}, {} errors>".format(self.name, self.address, self.errors)


class Barometer(Sensor):
    """Pressure, temperature and humidity, with the compensation of the data sheet."""

    name = "barometer"
    quantities = ("temperature", "humidity", "pressure")

    def __init__(self, bus, address=PRESSURE_ADDRESS, **calibration):
        super().__init__(bus, address, **calibration)
        self.fine = 0
        self.factors = None

    def start(self, oversampling=1):
        if self.read_register(REG_ID)[0] not in (0x58, 0x60):
            raise SensorMissing(self.name, self.address)
        self.write_register(REG_RESET, 0xB6)
        time.sleep_ms(2)
        self.factors = struct.unpack("<HhhHhhhhhhhh", self.read_register(0x88, 24))
        self.write_register(REG_CONTROL, oversampling << 5 | oversampling << 2 | 3)

    def compensate_temperature(self, raw):
        t1, t2, t3 = self.factors[:3]
        first = (raw / 16384.0 - t1 / 1024.0) * t2
        second = (raw / 131072.0 - t1 / 8192.0) ** 2 * t3
        self.fine = int(first + second)
        return (first + second) / 5120.0

    def compensate_pressure(self, raw):
        p1, p2, p3, p4, p5, p6, p7, p8, p9 = self.factors[3:]
        a = self.fine / 2.0 - 64000.0
        b = a * a * p6 / 32768.0
        b = (b + a * p5 * 2.0) / 4.0 + p4 * 65536.0
        a = (p3 * a * a / 524288.0 + p2 * a) / 524288.0
        a = (1.0 + a / 32768.0) * p1
        if a == 0:
            return 0.0
        p = (1048576.0 - raw - b / 4096.0) * 6250.0 / a
        a = p9 * p * p / 2147483648.0
        b = p * p8 / 32768.0
        return (p + (a + b + p7) / 16.0) / 100.0

    def measure(self):
        data = self.read_register(REG_DATA, 8)
        raw_p = data[0] << 12 | data[1] << 4 | data[2] >> 4
        raw_t = data[3] << 12 | data[4] << 4 | data[5] >> 4
        raw_h = data[6] << 8 | data[7]
        temperature = self.correct(self.compensate_temperature(raw_t))
        return {
            "temperature": round(temperature, 2),
            "pressure": round(self.compensate_pressure(raw_p), 1),
            "humidity": min(100, max(0, raw_h * 100 // 65536)),
        }


class LightMeter(Sensor):
    name = "light meter"
    quantities = ("light",)
    MODES = {"once": 0x20, "fine": 0x21, "coarse": 0x23}

    def __init__(self, bus, address=LIGHT_ADDRESS, mode="fine", **calibration):
        super().__init__(bus, address, **calibration)
        self.mode = mode

    def start(self):
        self.bus.writeto(self.address, bytes([1]))
        self.bus.writeto(self.address, bytes([self.MODES[self.mode]]))

    def measure(self):
        high, low = self.bus.readfrom(self.address, 2)
        return {"light": self.correct((high << 8 | low) / 1.2)}


class Window:
    """The last readings of one quantity and what can be said about them."""

    def __init__(self, size=12):
        self.size = size
        self.values = []

    def add(self, value):
        self.values.append(value)
        if len(self.values) > self.size:
            self.values.pop(0)

    @property
    def mean(self):
        return sum(self.values) / len(self.values) if self.values else None

    @property
    def span(self):
        return (min(self.values), max(self.values)) if self.values else (None, None)

    def median(self):
        ordered = sorted(self.values)
        middle = len(ordered) // 2
        if len(ordered) % 2:
            return ordered[middle]
        return (ordered[middle - 1] + ordered[middle]) / 2

    def trend(self):
        """Rising (1), falling (-1) or neither (0): the newer half against the older."""
        half = len(self.values) // 2
        if half < 2:
            return 0
        older = sum(self.values[:half]) / half
        newer = sum(self.values[-half:]) / half
        if abs(newer - older) < 0.05:
            return 0
        return 1 if newer > older else -1


class Log:
    """Lines in a file that is renamed when it has grown: log.0 is the newest old one."""

    def __init__(self, path="station.log", limit=LOG_LIMIT, files=3):
        self.path = path
        self.limit = limit
        self.files = files
        self.written = 0

    def rotate(self):
        for number in range(self.files - 1, 0, -1):
            try:
                os.rename("%s.%d" % (self.path, number - 1), "%s.%d" % (self.path, number))
            except OSError:
                pass
        os.rename(self.path, self.path + ".0")
        self.written = 0

    def write(self, level, message, *args):
        if args:
            message = message % args
        line = "{:>10d} {:<5s} {}\n".format(time.ticks_ms() // 1000, level, message)
        if self.written + len(line) > self.limit:
            self.rotate()
        with open(self.path, "a") as file:
            self.written += file.write(line)

    def error(self, message, *args):
        self.write("error", message, *args)


class Alarm:
    def __init__(self, quantity, low=None, high=None, action=None):
        self.quantity = quantity
        self.low = low
        self.high = high
        self.action = action
        self.active = False

    def check(self, value):
        below = self.low is not None and value < self.low
        out = below or self.high is not None and value > self.high
        if out and not self.active and self.action:
            self.action(self.quantity, value)
        self.active = out
        return out


class Station:
    """Puts it all together: measures, remembers, warns and reports."""

    def __init__(self, sensors, log, interval=DEFAULT_INTERVAL):
        self.sensors = sensors
        self.log = log
        self.interval = interval
        self.alarms = []
        self.windows = {q: Window() for sensor in sensors for q in sensor.quantities}
        self.running = False

    def alarm(self, quantity, low=None, high=None):
        def decorate(action):
            self.alarms.append(Alarm(quantity, low, high, action))
            return action

        return decorate

    def step(self):
        """One round of measuring; a sensor that fails is logged and left out."""
        readings = {}
        for sensor in self.sensors:
            try:
                readings.update(sensor.measure())
            except StationError as error:
                self.log.error("%s: %s", sensor.name, error)
        for name, value in readings.items():
            self.windows[name].add(value)
        for alarm in self.alarms:
            if alarm.quantity in readings:
                alarm.check(readings[alarm.quantity])
        return readings

    def report(self):
        parts = [
            f"{name}={window.mean:.1f}{UNITS[name]}"
            for name, window in sorted(self.windows.items())
            if window.values
        ]
        return ", ".join(parts) or "no readings yet"

    def to_json(self):
        state = {name: window.values[-1] for name, window in self.windows.items() if window.values}
        return json.dumps({"version": VERSION, "readings": state, "errors": [s.errors for s in self.sensors]})

    def run(self, publish=print):
        self.running = True
        self.log.write("info", "started with %d sensors", len(self.sensors))
        while self.running:
            self.step()
            publish(self.to_json())
            time.sleep(self.interval)


def dew_point(temperature, humidity):
    """Degrees at which the air's water begins to condense."""
    gamma = humidity / 100.0 * 6.112 * 2.71828 ** (17.62 * temperature / (243.12 + temperature))
    return 243.12 * (gamma / 6.112 - 1) / 17.62


def main(bus):
    station = Station([Barometer(bus), LightMeter(bus)], Log())
    for sensor in station.sensors:
        sensor.start()
    station.run()
