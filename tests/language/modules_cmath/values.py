import cmath

for f in (cmath.sqrt, cmath.exp, cmath.log, cmath.log10, cmath.sin, cmath.cos, cmath.tan, cmath.sinh, cmath.cosh, cmath.tanh, cmath.asin, cmath.acos,
          cmath.atan, cmath.asinh, cmath.acosh, cmath.atanh):
    for z in (1 + 2j, -0.5j, 0.5, -3 + 0.25j):
        w = f(z)
        print(f.__name__, z, "%.12f %.12f" % (w.real, w.imag))
print(cmath.phase(-1), cmath.polar(3 + 4j), cmath.rect(2, 0), "%.9f" % cmath.rect(1, 1).real, cmath.pi, cmath.inf, cmath.infj, cmath.sqrt(-4), cmath.e)
print(cmath.isfinite(1j), cmath.isnan(complex("nan")), cmath.isinf(cmath.infj), cmath.isclose(1j, 1j + 1e-12), cmath.isclose(1, 2), cmath.log(8, 2).real)
for f, args in ((cmath.log, (0,)), (cmath.exp, (1000,)), (cmath.atanh, (1,)), (cmath.sqrt, ("a",)), (cmath.log10, (0,))):
    try:
        print(f(*args))
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__, e)
