"""Formatting: %, str.format, f-strings, repr of floats."""


def run(n):
    size = 0
    for i in range(n):
        x = i / 7
        size += len("%d %s %.2f" % (i, "abc", x))
        size += len("{:>8} {:04x} {}".format(i, i, "end"))
        size += len(f"{i}:{x:.3f}:{i * 2}")
        size += len(str(x))
    return size


print(run(160000))
