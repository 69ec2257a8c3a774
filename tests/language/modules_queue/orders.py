import queue

for kind in (queue.Queue, queue.LifoQueue, queue.PriorityQueue):
    q = kind(3)
    for item in (2, 3, 1):
        q.put(item)
    print(kind.__name__, q.qsize(), q.full(), q.empty(), [q.get(), q.get_nowait(), q.get(False)], q.empty())
    try:
        q.get_nowait()
    except queue.Empty:
        print("Empty")
    for item in range(3):
        q.put_nowait(item)
    try:
        q.put(4, False)
    except queue.Full:
        print("Full")
s = queue.SimpleQueue()
s.put(1)
print(s.get(), s.empty(), s.qsize())
q = queue.Queue()
q.put(1)
q.get()
q.task_done()
try:
    q.task_done()
except ValueError as error:
    print(error)
q.join()
