for x in (1, 2.0, "a", "", None, 5, (1,), b"z"):
    print(x in (1, 2, "a"), x not in [None, 5], x in {1, "a", (1,)}, x in {"k": 1, "a": 2})
    if x in [1, 2]:
        print("small")
    if x not in {"a", ""}:
        print("no text")
    if x in ():
        print("never")
print("b" in "abc", "d" not in "abc", "" in "")
print([x for x in range(10) if x in (2, 3, 5, 7)])
try:
    print([] in {1, 2})
except TypeError as e:
    print(e)
print([] in [1, []], 3 in range(5), 1 in [1] in [[1]])
