# What is compared with what: a program sees it in its own __lt__, and in which of several errors is told.
import heapq
from collections import Counter


class V:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        log.append((self.n, other.n))
        return self.n < other.n

    def __gt__(self, other):
        log.append((self.n, ">", other.n))
        return self.n > other.n


def numbers(count, below):
    state = count * 31 + 7
    for _ in range(count):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        yield V((state >> 9) % below)


log = []
heap = list(numbers(20, 15))
heapq.heapify(heap)
print(log)
log = []
heapq.heappop(heap)
heapq.heappush(heap, V(3))
heapq.heapreplace(heap, V(8))
heapq.heappushpop(heap, V(5))
print([v.n for v in heap], log)
for n in (0, 1, 2, 3, 7, 25, -1):
    for few in (heapq.nlargest, heapq.nsmallest):
        for items in (list(numbers(20, 9)), numbers(15, 40)):
            log = []
            print(n, few.__name__, [v.n for v in few(n, items)], log)
print(heapq.nlargest(2, ["bb", "a", "cc", "ddd"], key=len), heapq.nsmallest(2, ["bb", "a", "cc", "d"], key=len))
print(heapq.nlargest(1, []), heapq.nsmallest(3, iter(())))
for counts in ({"a": 1, "b": None, "c": [2]}, {"a": [1], "b": 2, "c": 3, "d": None}):
    for n in (1, 2, 3, None):
        try:
            print(Counter(counts).most_common(n))
        except TypeError as e:
            print(e)
