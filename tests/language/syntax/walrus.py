print((a := 5), a)
if (n := len("hello")) > 3:
    print("long", n)
while (n := n - 1) > 2:
    print(n, end=" ")
print()
print([y for x in range(6) if (y := x * x) % 2], y)
print([last := i for i in range(3)], last)
print({(k := i): k + 1 for i in range(2)}, k)
total = 0
print([total := total + v for v in [1, 2, 3]], total)


def f():
    print(any((hit := x) > 2 for x in range(5)), hit)
    print([[inner := j for j in range(i)] for i in range(3)], inner)

    def g():
        nonlocal hit
        hit = 10
    g()
    return hit


print(f())


def h(data):
    global seen
    return [seen := d for d in data]


print(h("abc"), seen)
print(list((w := c) for c in "xy"), w)
print((lambda: (z := 3) + z)())
x = (y := 1, 2)
print(x, y)
