"""Sensor filtering: moving average, exponential smoothing, median of five, thresholds."""


class MovingAverage:
    def __init__(self, size):
        self.size = size
        self.window = [0] * size
        self.at = 0
        self.total = 0

    def update(self, value):
        self.total += value - self.window[self.at]
        self.window[self.at] = value
        self.at = (self.at + 1) % self.size
        return self.total / self.size


def samples(n):
    seed = 99
    for i in range(n):
        seed = (seed * 75 + 74) % 65537
        yield 2000 + (i % 400) + seed % 64


def median(values):
    return sorted(values)[len(values) // 2]


def run(n):
    average = MovingAverage(16)
    smooth = 2000.0
    last = [2000] * 5
    alarms = 0
    for raw in samples(n):
        last.pop(0)
        last.append(raw)
        middle = median(last)
        mean = average.update(middle)
        smooth += 0.1 * (mean - smooth)
        if smooth - mean > 20.0 or abs(middle - mean) > 150:
            alarms += 1
    return alarms, round(smooth, 6)


print(run(300000))
