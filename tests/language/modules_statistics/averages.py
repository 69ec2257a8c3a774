from statistics import *

print(mean([1, 2, 3]), mean([1, 2]), mean([0.1] * 10), mean([1e100, 1, -1e100]), mean([True, False]))
print(fmean([1, 2, 4]), fmean([3, 5], weights=[1, 3]))
print(median([5, 1, 3]), median([1, 2, 3, 4]), median_low([1, 2, 3, 4]), median_high([1, 2, 3, 4]), median_grouped([1, 3, 3, 5, 7]))
print(mode("abracadabra"), multimode("aabbc"), multimode([]))
print(geometric_mean([54, 24, 36]), harmonic_mean([40, 60]), harmonic_mean([40, 60], weights=[5, 30]), harmonic_mean([2.5, 3, 10]), harmonic_mean([0, 3]))
for call in (lambda: mean([]), lambda: median([]), lambda: mode([]), lambda: geometric_mean([-1]), lambda: harmonic_mean([-1, 2]), lambda: fmean([])):
    try:
        print(call())
    except StatisticsError as error:
        print(type(error).__mro__[1].__name__, error)
