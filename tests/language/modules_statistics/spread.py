from statistics import *

data = [2.75, 1.75, 1.25, 0.25, 0.5, 1.25, 3.5]
print(variance(data), pvariance(data), stdev(data), pstdev(data))
print(variance([1, 2, 3]), variance([1, 2, 4]), pvariance([1, 2, 3, 4]), stdev([1.5, 2.5, 2.5, 2.75, 3.25, 4.75]))
print(stdev([0.1, 0.2, 0.3]), pstdev([1e10, 1e10 + 1, 1e10 + 2]), stdev([1, 10**15, 7]), variance([1e-160, 3e-160]))
print(variance(data, mean(data)), pvariance(data, mu=1), pstdev([5]))
print(quantiles([105, 129, 87, 86, 111, 111, 89, 81, 108, 92, 110]), quantiles(range(1, 20), n=10), quantiles([1, 2, 5], n=4, method="inclusive"))
for call in (lambda: variance([1]), lambda: pvariance([]), lambda: quantiles([1]), lambda: quantiles([1, 2], n=0), lambda: quantiles([1, 2], method="x")):
    try:
        print(call())
    except ValueError as error:
        print(type(error).__name__, error)
