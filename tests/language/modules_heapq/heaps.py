import bisect
import heapq


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__, str(e)


h = []
for x in [5, 3, 8, 1, 9, 2]:
    heapq.heappush(h, x)
print(h, [heapq.heappop(h) for _ in range(6)], h)
h = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
heapq.heapify(h)
print(h, heapq.heapreplace(h, 10), heapq.heappushpop(h, -1), heapq.heappushpop(h, 5), h)
print(heapq.nlargest(3, [1, 5, 2, 8]), heapq.nsmallest(2, "hello", key=lambda c: -ord(c)), heapq.nlargest(9, [1]), heapq.nlargest(0, [1]))
print(list(heapq.merge([1, 4, 7], [2, 5], [], [3])), list(heapq.merge([9, 3], [8, 1], reverse=True)), list(heapq.merge(["a", "ccc"], ["bb"], key=len)))
print(attempt(heapq.heappop, []), attempt(heapq.heapreplace, [], 1), attempt(heapq.heappush, (), 1), attempt(heapq.heapify, 5), attempt(heapq.heappush, ["a"], 1))
tasks = []
for item in [(2, "code"), (1, "eat"), (3, "sleep"), (1, "drink")]:
    heapq.heappush(tasks, item)
while tasks:
    print(heapq.heappop(tasks))
a = [1, 2, 2, 2, 3]
print(bisect.bisect_left(a, 2), bisect.bisect_right(a, 2), bisect.bisect(a, 9), bisect.bisect_left(a, 2, 2), bisect.bisect_left(a, 2, lo=0, hi=1))
bisect.insort(a, 2.5)
bisect.insort_left(a, 0)
print(a, bisect.bisect([5, 3, 1], -3, key=lambda x: -x), attempt(bisect.bisect, [1], 1, -1), attempt(bisect.bisect, ["a"], 1))
words = ["apple", "fig"]
bisect.insort(words, "kiwi", key=len)
print(words, [("FDCBA"[bisect.bisect([60, 70, 80, 90], s)]) for s in (33, 99, 77, 70, 89, 90, 100)])
