print(0, 1, 10, 1_000_000, 0x1F, 0XaB_cD, 0o17, 0O7_7, 0b1011, 0B1_0, 00, 0_0)
print(123456789012345678901234567890, 0xFFFFFFFFFFFFFFFFFFFF, -0x8000000000000000, 2147483648, 4611686018427387904, 9223372036854775808)
print(1.0, 1., .5, 1e3, 1E-3, 1.5e+10, 1_0.2_5, 1e1_0, 0.1, 1e308, 1e-320, 5e-324, 0e0, 00.5, 09.5, 1e22, 123456789.123456789)
print(1j, 1.5J, 0j, 1e3j, .5j, 10j, 1_0j, 0_7j if 0 else "")
print(1 .real, 1.0.real, 1..imag, 5 .__add__(3), 0xf.real, 1e5.is_integer())
print(1if 1else 2, [1for _ in"a"], 0x1or 2, 1 if 0else 3)
print(- 1, --1, -+-1, ~-1, +-0.0, -1 ** 2, (-1) ** 2, 2 ** -1, 2 ** 3 ** 2, -2 ** -2)
for bad in ("1__0", "1_", "0x", "0b2", "0o8", "08", "1e", "1.e_", "0_x1", "1abc", "0b", "1_.5", "012"):
    try:
        print(bad, eval(bad))
    except SyntaxError:
        print(bad, "SyntaxError")
