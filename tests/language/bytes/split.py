# split, rsplit, splitlines, partition, join.
print(b"a b  c ".split(), b"a,b,,c".split(b","), b"a,b,c".split(b",", 1), b"a,b,c".rsplit(b",", 1), b" a  b c".rsplit(None, 1), b" a  b c ".split(None, 1), b"".split(), b"".split(b","), b"  ".split())
print(b"a--b--c".split(b"--"), b"a--b".rsplit(b"--"), b"abc".split(b"x"), b"a b c".split(maxsplit=1), b"x,y".split(sep=b","), b"a b c".rsplit(maxsplit=0))
print(b"a\nb\r\nc\rd".splitlines(), b"a\n\nb\n".splitlines(), b"a\nb\r\n".splitlines(True), b"".splitlines(), b"\n".splitlines(keepends=True))
print(b"k=v=w".partition(b"="), b"k=v=w".rpartition(b"="), b"k".partition(b"="), b"k".rpartition(b"="))
print(b", ".join([b"a", b"b"]), b"".join([]), b"-".join((bytearray(b"x"), b"y")), b"".join(iter([b"p", b"q"])), b"x".join([b"one"]))
for call in (lambda: b"a".split(b""), lambda: b"a".partition(b""), lambda: b",".join(["a"]), lambda: b",".join([b"a", 1]), lambda: b"a".split(","), lambda: b"".join(5)):
    try:
        print(call())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
