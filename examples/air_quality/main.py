"""Air-quality station: several sensors, values normalised to a common scale, sent in batches."""

import json
import sys
import time

from machine import I2C, Pin

from sensors import SCD41, SHT31, ChecksumError

# Quantity: what is ideal, and how far from it the air is as bad as it gets.
SCALE = {"temperature": (21.0, 15.0), "humidity": (45.0, 45.0), "co2": (420.0, 1600.0)}


def normalise(quantity, value):
    """0.0 for ideal air, 1.0 for the worst."""
    ideal, worst = SCALE[quantity]
    return min(1.0, abs(value - ideal) / worst)


class Batch:
    """Collects records and hands them on when `size` have come; use as a context manager so that the last ones are not lost."""

    def __init__(self, size, send):
        self.size = size
        self.send = send
        self.records = []
        self.sent = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.flush()

    def add(self, record):
        self.records.append(record)
        if len(self.records) >= self.size:
            self.flush()

    def flush(self):
        if self.records:
            self.sent += 1
            self.send(self.sent, self.records)
            self.records = []


def measure(sensors):
    """All quantities of all sensors; a damaged answer is left out and reported."""
    values = {}
    for sensor in sensors:
        try:
            values.update(sensor.read())
        except (ChecksumError, OSError) as error:
            print("skipped:", error, file=sys.stderr)
    return values


def send(number, records):
    print(json.dumps({"batch": number, "records": records}))


def main(rounds=10, size=4):
    i2c = I2C(0, scl=Pin(5), sda=Pin(4))
    found = i2c.scan()
    sensors = [kind(i2c) for kind in (SHT31, SCD41) if kind.address in found]
    print("sensors:", ", ".join(sensor.name for sensor in sensors))
    worst = 0.0
    with Batch(size, send) as batch:
        for number in range(rounds):
            values = measure(sensors)
            index = {quantity: round(normalise(quantity, value), 3) for quantity, value in values.items()}
            worst = max([worst] + list(index.values()))
            batch.add({"n": number, **index})
            time.sleep_ms(1)
    print("batches: %d, worst: %.3f" % (batch.sent, worst))


if __name__ == "__main__":
    main(*[int(argument) for argument in sys.argv[1:]])
