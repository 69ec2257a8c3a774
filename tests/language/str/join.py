# join of anything that can be iterated.
print(",".join([]), ",".join(["a"]), ",".join(["a", "b"]), "".join(("x", "y")), "-".join("abc"), " ".join({"k": 1}), "\xe9".join(["a", "b"]), ", ".join(str(i) for i in range(5)), "ab".join(["", "", ""]))
print(len("".join(map(chr, range(1000)))), "".join(["\u20ac", "a"]), "".join(["", ""]) == "", "".join(x for x in ()))
for bad in ([1], ["a", 2], ["a", None, "b"], [b"a"], 5, None):
    try:
        ",".join(bad)
    except TypeError as error:
        print(error)


class S(str):
    pass


print(type("".join([S("q")])).__name__, S(",").join(["a", S("b")]))
