# Keyword arguments of built-in functions, and what is said when they are wrong.
def attempt(f):
    try:
        return f()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


def call_error(f):
    try:
        return f()
    except Exception as e:
        return e


print(sorted([3, 1], reverse=True), int("11", base=2), max([1, -5], key=abs), sum([1], start=5), "a b".split(maxsplit=0), "a".encode(encoding="ascii"))
print(round(number=2.567, ndigits=2), pow(base=2, exp=3, mod=5), list(enumerate(iterable="ab", start=1)), bytes(source=3), str(object=5), complex(real=1, imag=2))
print(type(attempt(lambda: sorted([1], reverse=1, reverze=2))), attempt(lambda: sorted([1], None)) is not None)
for call in (lambda: int(x="5"), lambda: len(obj=[]), lambda: abs(x=1), lambda: [].append(object=1), lambda: print(1, seb=""), lambda: max(1, 2, kee=1), lambda: "".join(iterable=[]), lambda: sum(iterable=[1]), lambda: float(x=1), lambda: bool(x=1), lambda: tuple(iterable=[]), lambda: range(stop=1), lambda: dict.get({}, key=1)):
    print(type(call_error(call)).__name__)
