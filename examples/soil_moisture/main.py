"""Soil-moisture logger: reads four probes, filters them, keeps a CSV file on the device and says which pots want water."""

import math
import sys
import time

from machine import I2C, Pin

from ads1115 import ADS1115

DRY_VOLTS = 2.8  # a probe in the air
WET_VOLTS = 1.2  # a probe in water
THIRSTY = 35.0  # per cent


class Probe:
    """One capacitive probe with a median filter over its last readings."""

    def __init__(self, adc, channel, plant):
        self.adc = adc
        self.channel = channel
        self.plant = plant
        self.readings = []

    def sample(self):
        self.readings.append(self.adc.volts(self.channel))
        if len(self.readings) > 5:
            self.readings.pop(0)

    @property
    def moisture(self):
        """Moisture in per cent, from the median of the last readings."""
        middle = sorted(self.readings)[len(self.readings) // 2]
        per_cent = (DRY_VOLTS - middle) / (DRY_VOLTS - WET_VOLTS) * 100
        return max(0.0, min(100.0, per_cent))


def spread(values):
    mean = sum(values) / len(values)
    return math.sqrt(sum((v - mean) ** 2 for v in values) / len(values))


def log(path, rows):
    """Appends rows to the CSV file, with a header when the file is new."""
    try:
        open(path).close()
        new = False
    except OSError:
        new = True
    with open(path, "a") as file:
        if new:
            file.write("round,plant,moisture\n")
        for row in rows:
            file.write(",".join(str(field) for field in row) + "\n")


def main(rounds=4, path="soil.csv"):
    adc = ADS1115(I2C(0, scl=Pin(5), sda=Pin(4), freq=400000))
    plants = ("basil", "tomato", "fern", "cactus")
    probes = [Probe(adc, channel, plant) for channel, plant in enumerate(plants)]
    for number in range(1, rounds + 1):
        for _ in range(5):
            for probe in probes:
                probe.sample()
            time.sleep_ms(1)
        rows = [(number, probe.plant, "%.1f" % probe.moisture) for probe in probes]
        log(path, rows)
        print("round %d:" % number, ", ".join("%s %s %%" % (plant, moisture) for _, plant, moisture in rows))
        for probe in probes:
            if probe.moisture < THIRSTY:
                print("  %s wants water (spread %.3f V)" % (probe.plant, spread(probe.readings)))
    with open(path) as file:
        print("%s has %d lines" % (path, sum(1 for _ in file)))


if __name__ == "__main__":
    main(*[int(argument) for argument in sys.argv[1:]])
