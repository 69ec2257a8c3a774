# complex numbers by their methods and in mixed arithmetic.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


z = 3 - 4j
print(abs(z), z.conjugate(), z.real, z.imag, -z, +z, bool(0j), bool(1e-300j), z == 3 - 4j, z != 3, hash(3 + 0j) == hash(3))
print(z.__complex__() if hasattr(z, "__complex__") else z, complex("1+2j"), complex(" -j "), complex("nan"), complex("1e5"), complex(1.5), complex(True, 2))
print(z.__getnewargs__(), z**2, z**0, z**-1, 2**z, z**0.5, 0j**2)
print(attempt(lambda: 0j**-1), attempt(lambda: z // 1), attempt(lambda: z % 2), attempt(lambda: z < 1), attempt(lambda: int(z)), attempt(lambda: float(z)), attempt(lambda: abs(1e308 + 1e308j)))
print(attempt(lambda: complex("1+")), attempt(lambda: complex("a")), attempt(lambda: complex("1", 2)), attempt(lambda: complex(1, "2")), attempt(lambda: complex([])), attempt(lambda: complex("1 + 2j")))
print(complex(-0.0, -0.0), complex(0, float("inf")), -0j, (-0.0 + 0j), repr(1e20j), str(complex(1e16, 1)), format(z, ".2f"), format(z, ">12"), f"{z:+.1e}")
print(z / 2, 2 / z, z - 1.5, 1 - z, z * 2j, sum([z, 1]), [z].index(3 - 4j), attempt(lambda: z / 0), attempt(lambda: round(z)), attempt(lambda: divmod(z, 1)))
