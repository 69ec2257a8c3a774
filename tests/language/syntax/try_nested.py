def f(n, log):
    try:
        log.append("a")
        try:
            if n == 1:
                raise ValueError(1)
            if n == 2:
                return "ret"
            if n == 3:
                raise KeyError(3)
            if n == 4:
                1 / 0
            log.append("b")
        except ValueError as e:
            log.append(("ve", e.args))
            if n == 1:
                raise TypeError("from ve") from e
        except KeyError:
            log.append("ke")
            try:
                raise
            except KeyError as k:
                log.append(("again", k.args))
        else:
            log.append("else")
        finally:
            log.append("fin1")
            try:
                log.append("in fin")
            finally:
                log.append("fin2")
    except TypeError as t:
        log.append(("te", t.args, type(t.__cause__).__name__))
        return "te"
    except (ArithmeticError, OSError):
        log.append("arith")
        for _ in range(3):
            try:
                continue
            finally:
                log.append("c")
        return "ar"
    else:
        log.append("outer else")
    finally:
        log.append("outer fin")
    return "end"


for n in range(5):
    log = []
    print(n, f(n, log), log)


def loop_else():
    for i in range(3):
        try:
            if i == 1:
                continue
        except ValueError:
            pass
        else:
            print("else", i)
        finally:
            print("fin", i)
    else:
        print("loop else")


loop_else()


def with_and_try():
    class M:
        def __enter__(self): return self
        def __exit__(self, *a): print("exit", a[0]); return True
    for i in range(3):
        with M():
            try:
                if i == 0:
                    continue
                if i == 1:
                    raise ValueError
                return "done"
            finally:
                print("finally", i)
        print("after with", i)


print(with_and_try())


def reraise_chain():
    try:
        try:
            try:
                raise ValueError("one")
            finally:
                raise KeyError("two")
        finally:
            raise TypeError("three")
    except TypeError as e:
        print(e, repr(e.__context__), repr(e.__context__.__context__))


reraise_chain()


def return_values():
    def a():
        for i in range(3):
            try:
                return i
            finally:
                if i < 2:
                    continue
    def b():
        try:
            try:
                return 1
            finally:
                return 2
        finally:
            pass
    def c():
        x = []
        try:
            return x
        finally:
            x.append("late")
    def d():
        while True:
            try:
                try:
                    return "inner"
                finally:
                    break
            finally:
                print("outer")
        return "broke"
    return a(), b(), c(), d()


print(return_values())
