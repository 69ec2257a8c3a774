"""Averages, spreads and relations. Sums are exact: data is added up as fractions of whole numbers, and only the result is rounded."""

import math

__all__ = ["NormalDist", "StatisticsError", "correlation", "covariance", "fmean", "geometric_mean", "harmonic_mean", "linear_regression", "mean", "median",
           "median_grouped", "median_high", "median_low", "mode", "multimode", "pstdev", "pvariance", "quantiles", "stdev", "variance"]


class StatisticsError(ValueError):
    """There is not enough data, or it does not fit."""


def __getattr__(name):
    if name == "NormalDist":
        from statistics._normal import NormalDist

        return NormalDist
    raise AttributeError("module 'statistics' has no attribute %r" % name)


class _Sum:
    """The exact sum of numbers: top / bottom; or `odd`, a float, once there was an infinity or a NaN."""

    def __init__(self, data, power=1):
        self.top = 0
        self.bottom = 1
        self.odd = None
        self.whole = True
        self.count = 0
        for x in data:
            self.count += 1
            self._add(x, power)

    def _add(self, x, power):
        if isinstance(x, int):
            self.top += x**power * self.bottom
            return
        self.whole = False
        if not math.isfinite(x):
            self.odd = x if self.odd is None else self.odd + x
            return
        a, b = x.as_integer_ratio()
        a **= power
        b **= power
        if b > self.bottom:
            self.top *= b // self.bottom
            self.bottom = b
        self.top += a * (self.bottom // b)


def _result(top, bottom, whole):
    """A quotient as a float, or as an int where all data was whole and it is, too."""
    return top // bottom if whole and top % bottom == 0 else top / bottom


def _root(top, bottom):
    """The square root of a fraction, rounded once: a whole root of more digits than a float has, and a last one that says whether there is more."""
    shift = max(0, 112 - top.bit_length() + bottom.bit_length()) // 2 + 1
    scaled, rest = divmod(top << 2 * shift, bottom)
    root = math.isqrt(scaled)
    return (root * 4 + (rest != 0 or root * root != scaled)) / (4 << shift)


def _list(data, name):
    data = list(data)
    if not data:
        raise StatisticsError("%s requires at least one data point" % name)
    return data


def mean(data):
    """The arithmetic mean."""
    total = _Sum(_list(data, "mean"))
    if total.odd is not None:
        return total.odd
    return _result(total.top, total.bottom * total.count, total.whole)


def fmean(data, weights=None):
    """The arithmetic mean as a float, quickly."""
    data = list(data)
    if weights is None:
        if not data:
            raise StatisticsError("fmean requires at least one data point")
        return math.fsum(data) / len(data)
    weights = list(weights)
    if len(weights) != len(data):
        raise StatisticsError("data and weights must be the same length")
    total = math.fsum(weights)
    if not total:
        raise StatisticsError("sum of weights must be non-zero")
    return math.fsum([x * w for x, w in zip(data, weights)]) / total


def geometric_mean(data):
    """The mean for growth: the n-th root of the product."""
    try:
        return math.exp(fmean(map(math.log, data)))
    except ValueError:
        raise StatisticsError("geometric mean requires a non-empty dataset containing positive numbers") from None


def harmonic_mean(data, weights=None):
    """The mean for speeds: the reciprocal of the mean of reciprocals."""
    data = list(data)
    if not data:
        raise StatisticsError("harmonic_mean requires at least one data point")
    if weights is None:
        weights = [1] * len(data)
    else:
        weights = list(weights)
        if len(weights) != len(data):
            raise StatisticsError("Number of weights does not match data size")
    if any([x < 0 for x in data + weights]):
        raise StatisticsError("harmonic mean does not support negative values")
    if len(data) == 1:
        if not isinstance(data[0], (int, float)):
            raise TypeError("unsupported type")
        if weights[0] <= 0:
            raise StatisticsError("Weighted sum must be positive")
        return data[0]
    if 0 in data:
        return 0
    total = _Sum(weights)
    if total.top <= 0:
        raise StatisticsError("Weighted sum must be positive")
    parts = _Sum([w / x for x, w in zip(data, weights)])
    return total.top * parts.bottom / (total.bottom * parts.top)


def _sorted(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data


def median(data):
    """The middle value, or the mean of the two in the middle."""
    data = _sorted(data)
    half = len(data) // 2
    return data[half] if len(data) % 2 else (data[half - 1] + data[half]) / 2


def median_low(data):
    """The middle value, or the lower of the two in the middle."""
    data = _sorted(data)
    return data[(len(data) - 1) // 2]


def median_high(data):
    """The middle value, or the higher of the two in the middle."""
    data = _sorted(data)
    return data[len(data) // 2]


def median_grouped(data, interval=1.0):
    """The median of values that stand for intervals around them."""
    data = _sorted(data)
    value = data[len(data) // 2]
    below = sum([x < value for x in data])
    inside = data.count(value)
    interval = float(interval)
    return float(value) - interval / 2.0 + interval * (len(data) / 2 - below) / inside


def _counts(data):
    counts = {}
    for x in data:
        counts[x] = counts.get(x, 0) + 1
    return counts


def mode(data):
    """The value that is there most often, the first of several."""
    counts = _counts(data)
    if not counts:
        raise StatisticsError("no mode for empty data")
    return max(counts, key=counts.get)


def multimode(data):
    """All values that are there most often."""
    counts = _counts(data)
    most = max(counts.values(), default=0)
    return [x for x, count in counts.items() if count == most]


def _spread(data, center, less, name):
    """The sum of squared distances from the centre, over n - less: (top, bottom, whole); or a float."""
    data = list(data)
    n = len(data)
    if n <= less:
        raise StatisticsError("%s requires at least %s data point%s" % (name, "two" if less else "one", "s" if less else ""))
    if center is not None:
        a, b = center.as_integer_ratio()
        shifted = _Sum(data)
        squares = _Sum(data, 2)
        if shifted.odd is not None:
            return shifted.odd - shifted.odd
        # the sum of (x - c)^2 is that of x^2, less 2c times that of x, and n c^2
        bottom = squares.bottom * shifted.bottom * b * b
        top = squares.top * (shifted.bottom * b * b) - 2 * a * shifted.top * (squares.bottom * b) + n * a * a * (squares.bottom * shifted.bottom)
        return top, bottom * (n - less), squares.whole and isinstance(center, int)
    total = _Sum(data)
    if total.odd is not None:
        return total.odd - total.odd
    squares = _Sum(data, 2)
    one = squares.bottom
    two = total.bottom * total.bottom
    return n * squares.top * two - total.top * total.top * one, one * two * n * (n - less), total.whole


def _variance(spread):
    return spread if isinstance(spread, float) else _result(*spread)


def _deviation(spread):
    return spread if isinstance(spread, float) else _root(spread[0], spread[1])


def variance(data, xbar=None):
    """The variance of a sample."""
    return _variance(_spread(data, xbar, 1, "variance"))


def pvariance(data, mu=None):
    """The variance of a whole population."""
    return _variance(_spread(data, mu, 0, "pvariance"))


def stdev(data, xbar=None):
    """The standard deviation of a sample."""
    return _deviation(_spread(data, xbar, 1, "stdev"))


def pstdev(data, mu=None):
    """The standard deviation of a whole population."""
    return _deviation(_spread(data, mu, 0, "pstdev"))


def quantiles(data, *, n=4, method="exclusive"):
    """The n - 1 points that divide the data into n parts of equal probability."""
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    count = len(data)
    if count < 2:
        raise StatisticsError("must have at least two data points")
    if method == "inclusive":
        places = [divmod(i * (count - 1), n) for i in range(1, n)]
        return [(data[j] * (n - rest) + data[j + 1] * rest) / n for j, rest in places]
    if method != "exclusive":
        raise ValueError("Unknown method: %r" % method)
    out = []
    for i in range(1, n):
        j = min(max(i * (count + 1) // n, 1), count - 1)
        rest = i * (count + 1) - j * n
        out.append((data[j - 1] * (n - rest) + data[j] * rest) / n)
    return out


def _pairs(x, y, name):
    x, y = list(x), list(y)
    if len(x) != len(y):
        raise StatisticsError("%s requires that both inputs have same number of data points" % name)
    if len(x) < 2:
        raise StatisticsError("%s requires at least two data points" % name)
    return x, y


def _products(x, y):
    """Means, and the sums of products of the distances from them: xy, xx, yy."""
    mx, my = math.fsum(x) / len(x), math.fsum(y) / len(y)
    dx, dy = [a - mx for a in x], [b - my for b in y]
    return mx, my, math.fsum([a * b for a, b in zip(dx, dy)]), math.fsum([a * a for a in dx]), math.fsum([b * b for b in dy])


def covariance(x, y, /):
    """How much two variables vary together."""
    x, y = _pairs(x, y, "covariance")
    return _products(x, y)[2] / (len(x) - 1)


def correlation(x, y, /):
    """Pearson's coefficient: from -1 to 1."""
    x, y = _pairs(x, y, "correlation")
    xy, xx, yy = _products(x, y)[2:]
    if not xx or not yy:
        raise StatisticsError("at least one of the inputs is constant")
    return xy / math.sqrt(xx * yy)


class LinearRegression(tuple):
    """slope and intercept of a line."""

    slope = property(lambda self: self[0])
    intercept = property(lambda self: self[1])

    def __repr__(self):
        return "LinearRegression(slope=%r, intercept=%r)" % self


def linear_regression(x, y, /, *, proportional=False):
    """The line that fits points best."""
    x, y = _pairs(x, y, "linear regression")
    if proportional:
        xy, xx, mx, my = math.fsum([a * b for a, b in zip(x, y)]), math.fsum([a * a for a in x]), 0.0, 0.0
    else:
        mx, my, xy, xx, _ = _products(x, y)
    if not xx:
        raise StatisticsError("x is constant")
    slope = xy / xx
    return LinearRegression((slope, 0.0 if proportional else my - slope * mx))
