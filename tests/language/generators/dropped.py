# Generators and coroutines that nobody holds any more are closed: finally clauses run, context managers are left. (dies at once)
import gc

log = []
def g(n):
    try:
        yield n
    finally:
        log.append(('closed', n))
def h():
    with C():
        yield from g(2)
class C:
    def __enter__(s): return s
    def __exit__(s, *a): log.append(('exit', a[0].__name__))
async def co():
    try: await A()
    finally: log.append(('co closed', 0))
class A:
    def __await__(s): yield 1
def burn(depth):
    if depth: return burn(depth-1)
    return [list(range(100)) for i in range(100)]
def make():
    x=g(1); next(x)
    y=h(); next(y)
    z=co(); z.send(None)
    w=g(9)
make(); burn(50); gc.collect(); burn(50); gc.collect()
for i in range(3): pass
print(sorted(log))
