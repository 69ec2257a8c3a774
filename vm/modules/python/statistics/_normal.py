"""statistics.NormalDist."""

import math
from statistics import StatisticsError, fmean, stdev


class NormalDist:
    """The normal distribution with a mean and a standard deviation."""

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError("sigma must be non-negative")
        self._mu = float(mu)
        self._sigma = float(sigma)

    @classmethod
    def from_samples(cls, data):
        """The one that fits data."""
        data = list(data)
        return cls(fmean(data), stdev(data))

    mean = median = mode = property(lambda self: self._mu)
    stdev = property(lambda self: self._sigma)
    variance = property(lambda self: self._sigma * self._sigma)

    def samples(self, n, *, seed=None):
        """n random values."""
        import random

        if seed is not None:
            random.seed(seed)
        return [random.gauss(self._mu, self._sigma) for _ in range(n)]

    def _need_spread(self, name):
        if not self._sigma:
            raise StatisticsError("%s not defined when sigma is zero" % name)

    def pdf(self, x):
        """The density at x."""
        self._need_spread("pdf()")
        z = (x - self._mu) / self._sigma
        return math.exp(-z * z / 2.0) / (math.sqrt(2.0 * math.pi) * self._sigma)

    def cdf(self, x):
        """The probability of a value up to x."""
        self._need_spread("cdf()")
        return 0.5 * (1.0 + math.erf((x - self._mu) / (self._sigma * math.sqrt(2.0))))

    def inv_cdf(self, p):
        """The value up to which the probability is p: found by halving an interval, then by Newton's method."""
        if not 0.0 < p < 1.0:
            raise StatisticsError("p must be in the range 0.0 < p < 1.0")
        tail = min(p, 1.0 - p)
        low, high = -40.0, 0.0
        while high - low > 0.01:
            middle = (low + high) / 2.0
            if math.erfc(-middle / math.sqrt(2.0)) / 2.0 < tail:
                low = middle
            else:
                high = middle
        z = (low + high) / 2.0
        for _ in range(6):
            z -= (math.erfc(-z / math.sqrt(2.0)) / 2.0 - tail) * math.sqrt(2.0 * math.pi) * math.exp(z * z / 2.0)
        return self._mu + (z if p < 0.5 else -z) * self._sigma

    def quantiles(self, n=4):
        """The n - 1 points that divide it into n parts of equal probability."""
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def zscore(self, x):
        """How many standard deviations x is above the mean."""
        self._need_spread("zscore()")
        return (x - self._mu) / self._sigma

    def overlap(self, other):
        """The area that two distributions have in common, from 0 to 1."""
        if not isinstance(other, NormalDist):
            raise TypeError("Expected another NormalDist instance")
        self._need_spread("overlap()")
        other._need_spread("overlap()")
        distance = abs(other._mu - self._mu)
        if self._sigma == other._sigma:
            return 1.0 - math.erf(distance / (2.0 * self._sigma * math.sqrt(2.0)))
        # where the densities cross is a quadratic equation
        a, b = (self, other) if (self._sigma, self._mu) < (other._sigma, other._mu) else (other, self)
        va, vb = a.variance, b.variance
        spread = vb - va
        middle = a._mu * vb - b._mu * va
        root = a._sigma * b._sigma * math.sqrt(distance * distance + spread * math.log(vb / va))
        x1, x2 = (middle + root) / spread, (middle - root) / spread
        return 1.0 - (abs(b.cdf(x1) - a.cdf(x1)) + abs(b.cdf(x2) - a.cdf(x2)))

    def __add__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu + other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu + other, self._sigma)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu - other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu - other, self._sigma)

    def __rsub__(self, other):
        return -(self - other)

    def __mul__(self, other):
        return NormalDist(self._mu * other, self._sigma * abs(other))

    __rmul__ = __mul__

    def __truediv__(self, other):
        return NormalDist(self._mu / other, self._sigma / abs(other))

    def __pos__(self):
        return NormalDist(self._mu, self._sigma)

    def __neg__(self):
        return NormalDist(-self._mu, self._sigma)

    def __eq__(self, other):
        if not isinstance(other, NormalDist):
            return NotImplemented
        return self._mu == other._mu and self._sigma == other._sigma

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return "NormalDist(mu=%r, sigma=%r)" % (self._mu, self._sigma)
