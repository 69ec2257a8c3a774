from statistics import NormalDist, StatisticsError

d = NormalDist(100, 15)
print(d, d.mean, d.median, d.mode, d.stdev, d.variance)
print([round(v, 9) for v in (d.pdf(110), d.cdf(110), d.inv_cdf(0.9), d.inv_cdf(0.001), d.zscore(130))])
print([round(q, 8) for q in d.quantiles(5)], round(d.overlap(NormalDist(105, 10)), 9), round(d.overlap(NormalDist(90, 15)), 9))
print(d + 5, d * 2, -d, d / 3, d - NormalDist(1, 8), 7 - d, d == NormalDist(100, 15), hash(d) == hash(NormalDist(100, 15)))
print(NormalDist.from_samples([1, 2, 4, 5]), len(d.samples(5)), all(0 < v < 200 for v in d.samples(50)))
for call in (lambda: NormalDist(0, -1), lambda: d.inv_cdf(0), lambda: NormalDist(1, 0).cdf(1)):
    try:
        call()
        print("no error")
    except StatisticsError:
        print("StatisticsError")
