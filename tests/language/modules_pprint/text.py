import pprint

text = "The quick brown fox jumps over the lazy dog, again and again, until it is tired.\nThen it sleeps."
pprint.pprint(text)
pprint.pprint([text, "short"], width=40)
pprint.pprint({"key": text}, width=50)
pprint.pprint(bytes(range(60)), width=50)
pprint.pprint("x" * 100, width=30)
loop = [1]
loop.append(loop)
print(pprint.isrecursive(loop), pprint.isrecursive([1]), pprint.isreadable({"a": [1]}), pprint.isreadable(loop))
print(pprint.pformat(loop).startswith("[1, <Recursion on list with id="), pprint.saferepr({"b": 1, "a": 2}))
print(pprint.pformat({1: "a", "b": 2, (1,): None, None: 3}, width=20))
for bad in ({"indent": -1}, {"width": 0}, {"depth": 0}):
    try:
        pprint.PrettyPrinter(**bad)
    except ValueError as error:
        print(error)
