# send, throw, close, return values, yield from.
def run():
    def g():
        try:
            x=yield 1
            print('got',x)
            y=yield 2
        except ValueError as e: print('ve',e); yield 'handled'
        finally: print('fin')
        return 'ret'
    it=g(); print(next(it),it.send('s'),it.throw(ValueError('v')))
    try: next(it)
    except StopIteration as e: print(e.value)
    it=g(); next(it); it.close(); 
    try: it.send(None)
    except StopIteration as e: print('stop',e.value)
    def d():
        r=yield from g(); print('r',r); return r
    it=d(); print(list(it))
    def bad():
        try: yield
        except GeneratorExit: yield 1
    b=bad(); next(b)
    try: b.close()
    except RuntimeError as e: print(e)
    def stop(): yield; raise StopIteration(3)
    try: list(stop())
    except RuntimeError as e: print(e, repr(e.__cause__))
    b=(x for x in [1]); print(next(b), next(b,'d'))
    try: g().send(1)
    except TypeError as e: print(e)
    def rec(n):
        if n: yield n; yield from rec(n-1)
    print(list(rec(5)))
    ge=(i for i in range(3)); print(sum(ge), ge.gi_running, ge.gi_frame)
    def h():
        yield 1
        raise KeyError('k')
    it=h(); next(it)
    try: next(it)
    except KeyError as e: print(e)
    print(list(it))


run()
