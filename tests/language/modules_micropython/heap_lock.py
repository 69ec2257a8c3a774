"""While the heap is locked nothing can be allocated; what needs no memory goes on."""

import micropython


def attempt(number):
    try:
        made = [number] * 3
    except MemoryError:
        return False
    return len(made) == 3


kept = []
for i in range(30):
    kept.append([[j] for j in range(50)])
    micropython.heap_lock()
    before = attempt(i)
    total = j = 0
    while j < 100:
        total += j
        j += 1
    micropython.heap_lock()
    locks = micropython.heap_locked()
    left = micropython.heap_unlock()
    inside = attempt(i)
    micropython.heap_unlock()
    if before or inside or total != 4950 or locks != 2 or left != 1 or not attempt(i):
        print("wrong", i)
print(micropython.heap_locked(), all(part[7] == [7] for part in kept))
