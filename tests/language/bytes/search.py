# find, count, replace and friends.
b = b"the cat sat on the mat"
print(b.find(b"at"), b.find(b"at", 6), b.find(b"at", 6, 8), b.rfind(b"at"), b.find(b"zz"), b.find(97), b.index(b"cat"), b.rindex(b"t"), b.find(b""), b.rfind(b""), b.find(b"", 50))
print(b.count(b"at"), b.count(b"a", 6), b.count(b""), b.count(116), b"aaaa".count(b"aa"))
print(b.startswith(b"the"), b.endswith(b"mat"), b.startswith((b"x", b"th")), b.startswith(b"cat", 4), b.endswith(b"cat", 0, 7), b.startswith(b""), b.endswith(()))
print(b.replace(b"at", b"og"), b.replace(b"t", b"", 2), b"abc".replace(b"", b"-"), b"abc".replace(b"", b"-", 2), b"x".replace(b"y", b"z"), b"aaa".replace(b"a", b"bb"))
print(b"--x--".strip(b"-"), b"  x ".strip(), b"xxabxx".lstrip(b"x"), b"xxabxx".rstrip(b"xb"), b"\t\n a \r".strip(), b"".strip(), b"abc".strip(b""), b"abc".strip(None))
print(b"prefix-x".removeprefix(b"prefix-"), b"x.py".removesuffix(b".py"), b"x".removeprefix(b"y"))
for call in (lambda: b.index(b"zz"), lambda: b.find("at"), lambda: b.count(300), lambda: b.replace("a", "b"), lambda: b.startswith("the"), lambda: b.strip("x")):
    try:
        print(call())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
