"""Exceptions: raise, catch, finally, re-raise."""


class SensorError(Exception):
    def __init__(self, channel):
        super().__init__("channel", channel)
        self.channel = channel


def read(i):
    if i % 3 == 0:
        raise SensorError(i)
    if i % 5 == 0:
        raise ValueError(i)
    return i


def guarded(i, log):
    try:
        return read(i)
    except SensorError as error:
        return error.channel
    finally:
        log[0] += 1


def run(n):
    log = [0]
    total = missed = 0
    for i in range(n):
        try:
            total += guarded(i, log)
        except ValueError:
            missed += 1
        try:
            {}[i]
        except KeyError:
            total += 1
    return total, missed, log[0]


print(run(400000))
