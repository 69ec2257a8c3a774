# Powers, to twelve digits.
def show(c):
    print("%.10e %.10e" % (c.real, c.imag))


for a in (1 + 1j, -2 + 0.5j, 0.1 - 3j):
    for b in (2, 3, -2, 0.5, 1.5, 1j, 2 - 1j, -0.3 + 0.7j):
        show(a**b)
show((-1) ** 0.5)
show((-8) ** (1 / 3))
show(2**1j)
