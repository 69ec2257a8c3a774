"""Heart-rate monitor: finds beats in an optical sensor's signal on the device, and sends only what is unusual, as JSON lines."""

import json
import sys
import time

from machine import ADC

RATE = 50  # samples a second


class MovingAverage:
    """The mean of the last `size` values, in constant time."""

    def __init__(self, size):
        self.values = [0] * size
        self.position = 0
        self.filled = 0
        self.total = 0

    def add(self, value):
        self.total += value - self.values[self.position]
        self.values[self.position] = value
        self.position = (self.position + 1) % len(self.values)
        self.filled = min(self.filled + 1, len(self.values))
        return self.total / self.filled


def samples(adc, count):
    for number in range(count):
        yield number / RATE, adc.read_u16()


def beats(signal):
    """Times of the upward crossings of the signal's own slow mean, at least 0.25 s apart."""
    slow = MovingAverage(RATE)
    fast = MovingAverage(3)
    above = True
    last = -1.0
    for moment, value in signal:
        now_above = fast.add(value) > slow.add(value)
        if now_above and not above and moment - last > 0.25:
            yield moment
            last = moment
        above = now_above


def rates(moments):
    """Beats a minute between one beat and the next."""
    before = None
    for moment in moments:
        if before is not None:
            yield moment, 60 / (moment - before)
        before = moment


class Monitor:
    """Compares each rate with the mean of those before and reports what lies outside."""

    def __init__(self, tolerance=0.25, low=50, high=110):
        self.mean = MovingAverage(8)
        self.tolerance = tolerance
        self.low = low
        self.high = high
        self.seen = 0
        self.sent = 0

    def check(self, moment, rate):
        usual = self.mean.total / self.mean.filled if self.mean.filled >= 4 else rate
        self.mean.add(rate)
        self.seen += 1
        if rate < self.low:
            return self.report(moment, rate, "slow")
        if rate > self.high:
            return self.report(moment, rate, "fast")
        if abs(rate - usual) > usual * self.tolerance:
            return self.report(moment, rate, "irregular")

    def report(self, moment, rate, kind):
        self.sent += 1
        print(json.dumps({"t": round(moment, 2), "bpm": round(rate), "kind": kind}))


def main(seconds=60):
    monitor = Monitor()
    for moment, rate in rates(beats(samples(ADC(0), seconds * RATE))):
        monitor.check(moment, rate)
        time.sleep_ms(0)
    print(json.dumps({"beats": monitor.seen, "anomalies": monitor.sent}))


if __name__ == "__main__":
    main(*[int(argument) for argument in sys.argv[1:]])
