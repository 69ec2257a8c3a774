# Lists that change while something walks over them.
items = [1, 2, 3, 4]
for item in items:
    if item == 2:
        items.remove(2)
    print(item, items)
items = [0]
for item in items:
    if len(items) < 5:
        items.append(item + 1)
print(items)
items = [1, 2, 3]
iterator = iter(items)
print(next(iterator))
items.clear()
print(list(iterator))
items.append(9)
print(list(iterator))


class Evil:
    def __init__(self, target):
        self.target = target

    def __eq__(self, other):
        self.target.clear()
        return False


victim = [1, 2, 3]
victim.append(Evil(victim))
victim.append(5)
print(victim.count(7), len(victim))
victim = [Evil(None)] * 3
for e in victim:
    e.target = victim
print(5 in victim, victim)
victim = []
victim.extend([Evil(victim), 1, 2])
try:
    victim.remove(9)
except ValueError as error:
    print(error)
print([1, 2] == [1, 2], victim)
