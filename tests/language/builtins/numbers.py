# abs, divmod, pow, round, bin, oct, hex, sum.
print(abs(-5), abs(5), abs(-2.5), abs(True), abs(-(10**30)), abs(3 + 4j), abs(-0.0))
print(divmod(7, 2), divmod(-7, 2), divmod(7, -2), divmod(7.5, 2), divmod(-7.5, 2), divmod(10**20, 7), divmod(True, 2))
print(pow(2, 10), pow(2, -1), pow(2.0, 3), pow(3, 4, 5), pow(3, -1, 7), pow(-2, 3, 7), pow(2, 1000, 10**9 + 7), pow(base=2, exp=3), pow(2, 3, mod=5), pow(0, 0))
print(bin(10), bin(-10), bin(0), oct(64), oct(-8), hex(255), hex(-255), hex(2**100), bin(True), hex(False))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), round(1250, -2), round(1350, -2), round(-1250, -2), round(5), round(5, 2), round(2.5, 0), round(1e20), round(0.5), round(1.5), type(round(2.0)).__name__, type(round(2.0, 1)).__name__, round(True), round(15, -1), round(25, -1), round(10**30 + 5, -1), round(1.25, ndigits=1), round(7, None), round(5, -1), round(-5, -1), round(149, -5))
print(sum([1, 2, 3]), sum([]), sum([0.1, 0.2, 0.3]), sum([1, 2.5]), sum([[1], [2]], []), sum((1, 2), 10), sum(range(5), start=100), sum([True, True]), sum([2**62, 2**62, 2**62]), sum([1, 2j]), sum({1: "x", 2: "y"}), sum([10**30, -(10**30), 5]))


class N:
    def __abs__(self):
        return "abs"

    def __round__(self, n=None):
        return ("round", n)

    def __divmod__(self, other):
        return ("divmod", other)

    def __rdivmod__(self, other):
        return ("rdivmod", other)

    def __index__(self):
        return 12

    def __radd__(self, other):
        return ("radd", other)

    def __pow__(self, other, mod=None):
        return ("pow", other, mod)


n = N()
print(abs(n), round(n), round(n, 3), divmod(n, 1), divmod(1, n), bin(n), hex(n), oct(n), sum([1, n]), pow(n, 2), pow(n, 2, 3))
for code in ("abs('a')", "divmod(1, 0)", "divmod(1, 'a')", "divmod(1.5, 0)", "pow(2, 'a')", "pow(2, 3, 0)", "pow(2.0, 3, 4)", "pow('a', 1, 2)", "bin(1.5)", "hex('a')", "round('a')", "round(1.5, 'a')", "sum(['a'])", "sum('a', '')", "sum([b'a'], b'')",
             "sum(5)", "sum([1], [])", "round(float('nan'))", "round(float('inf'))", "pow(2, -1, 4)", "abs()", "abs(1, 2)", "round()"):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, type(error).__name__, error)
