# How complex numbers print.
for c in (0j, 1j, -1j, 1 + 0j, complex(-0.0, 1), complex(0, -0.0), complex(-0.0, -0.0), 1.5 - 2.5j, complex("inf"), complex("nanj"), complex(float("nan"), float("-inf")), 1e16 + 1e-5j, complex(100, 1e22)):
    print(c, repr(c), str(c), c.real, c.imag)
