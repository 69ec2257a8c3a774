# math.ulp: the value of the last digit.
import math

for x in (0.0, -0.0, 1.0, -1.0, 1.5, 2.0**52, 1e300, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1.7976931348623157e308, math.inf, -math.inf, 3, True, 10**20):
    print(repr(x), math.ulp(x))
print(math.isnan(math.ulp(math.nan)))
for wrong in ("1", None, 10**400):
    try:
        print(math.ulp(wrong))
    except (TypeError, OverflowError) as e:
        print(type(e).__name__)
