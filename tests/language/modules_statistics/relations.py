from statistics import *

x, y = [1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 1, 2, 3, 1, 2, 3]
print(covariance(x, y), correlation(x, x), correlation(x, x[::-1]), correlation(x, y))
line = linear_regression([1971, 1975, 1979, 1982, 1983], [1, 2, 3, 4, 5])
print(line, line.slope, line.intercept, tuple(line) == line)
print(linear_regression([1, 2, 3], [2, 4, 6.5], proportional=True))
for call in (lambda: covariance([1], [1]), lambda: correlation([1, 2], [1]), lambda: correlation([1, 1], [1, 2]), lambda: linear_regression([1, 1], [1, 2])):
    try:
        print(call())
    except StatisticsError as error:
        print(error)
