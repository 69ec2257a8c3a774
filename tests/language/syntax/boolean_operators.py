def t(x):
    print("t", x, end=" ")
    return x


print(t(1) and t(2), t(0) and t(2), t(1) or t(2), t(0) or t(2))
print(not 1, not 0, not not 3, not "", not [1])
a = t(0) or t("") or t(None)
print(a)
a = t(1) and t(2) and t(0)
print(a)
print(t(0) and t(1) or t(2), t(0) or t(1) and t(3))
if t(0) or t(1) and not t(0):
    print("yes")
if not (t(1) and t(0)):
    print("no")


def local(x, y):
    x = x or y
    y = x and y
    x = y or x
    return x, y


print(local(0, 5), local(3, 0), local("", ""))
t(0) or t(5)
t(1) and t(6)
print()
print(1 and 2 or 3, 0 and 2 or 3, (1 or 0) and 5)
print([i for i in range(8) if i > 2 and i < 6 or i == 7])
b = 1 if t(0) or t(2) else 2
print(b)
while t(0) or t(0):
    pass
assert t(1) or t(0)
print(None or 0 or [] or {} or ())
