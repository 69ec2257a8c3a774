# pend_throw of MicroPython: the exception waits for the next resumption.
def gen():
    i = 0
    while 1:
        try:
            yield i
        except KeyError as e:
            print('caught', e)
            yield 'k'
        i += 1
g=gen(); print(next(g), next(g)); print(g.pend_throw(ValueError('v')))
try: next(g)
except ValueError as e: print('raised', e)
try: next(g)
except StopIteration: print('over')
g=gen(); g.pend_throw(OSError())
try: next(g)
except OSError as e: print('raised', repr(e))
print(list(g))
g=gen(); next(g); g.pend_throw(KeyError); print(next(g)); print(next(g))
g=gen(); next(g); g.pend_throw(KeyError(1)); print(g.pend_throw(None)); print(next(g))
g=gen(); next(g); g.pend_throw(KeyError(2))
for x in g:
    print('for', x)
    if x == 3: break
def outer():
    try: yield from gen()
    except ValueError as e: print('outer', e); yield 'o'
o=outer(); next(o); o.pend_throw(ValueError(5)); print(next(o))
o=outer(); next(o); o.pend_throw(KeyError(6)); print(o.send(None), next(o))
def o2(): yield from outer()
o=o2(); next(o); o.pend_throw(KeyError(7)); print([x for x, _ in zip(o, range(3))])
def selfpend():
    try: s.pend_throw(ValueError)
    except ValueError as e: print(e)
    yield 1
s=selfpend(); print(next(s))
try: g.pend_throw(5)
except TypeError as e: print(e)
async def c(): await A()
class A:
    def __await__(self): yield 1
z=c(); z.send(None); z.pend_throw(IndexError('x'))
try: z.send(None)
except IndexError as e: print('coro', e)
