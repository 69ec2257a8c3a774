# Iterating, and changing the dict meanwhile.
d = {1: "a", 2: "b", 3: "c"}
for key in d:
    print(key, d[key], end=" ")
print()
for key in d:
    d[key] = "same size"
print(d)


def attempt(function):
    try:
        function()
    except RuntimeError as error:
        print(error)


def add():
    for key in d:
        d[key + 10] = 1


def remove():
    for key in d.keys():
        del d[key]


def value():
    for v in d.values():
        d[99] = 1


def item():
    for k, v in d.items():
        d.clear()


attempt(add)
print(len(d))
attempt(remove)
print(len(d))
attempt(value)
attempt(item)
print(d)
iterator = iter({"a": 1})
print(next(iterator), next(iterator, "end"), next(iterator, "still"), iterator.__length_hint__())
for key in list(d):
    del d[key]
e = {i: i for i in range(5)}
for key in list(e):
    if key % 2:
        del e[key]
print(e)
r = reversed({1: 2, 3: 4})
print(list(r), list(r))
it = iter({1: 1, 2: 2, 3: 3}.items())
print(it.__length_hint__(), next(it), it.__length_hint__(), list(it))
