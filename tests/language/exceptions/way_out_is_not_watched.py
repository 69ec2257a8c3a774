# A return, break or continue leaves the inner try at once: what the outer blocks do on the way out is not the inner handlers' business.
class Guard:
    def __init__(self, error=None):
        self.error = error

    def __enter__(self):
        return self

    def __exit__(self, *what):
        print("exit", what[0])
        if self.error and what[0] is None:
            raise self.error


def returns():
    with Guard(KeyError("exit")):
        try:
            return 1
        except KeyError:
            print("wrong")


def breaks():
    for i in range(3):
        with Guard(KeyError("break")):
            try:
                try:
                    break
                except KeyError:
                    print("wrong")
            except LookupError:
                print("wrong")


def continues():
    try:
        for i in range(2):
            with Guard(KeyError("continue")), Guard():
                try:
                    continue
                except KeyError:
                    print("wrong")
    except KeyError as e:
        print("outer", e)


for f in returns, breaks, continues:
    try:
        print(f())
    except KeyError as e:
        print("raised", e)


# Before and behind the way out the inner handlers do watch.
def finally_return(n):
    try:
        n += 1
    finally:
        try:
            if n > 1:
                assert not n, n
            return "returned"
        except AssertionError as e:
            return "caught", e.args


def loop(n):
    seen = []
    for i in range(4):
        try:
            raise ValueError(i)
        except ValueError as error:
            try:
                if i == n:
                    break
                seen.append(10 // (i - 1))
                if i == 2:
                    continue
                seen.append({}[i])
            except ZeroDivisionError:
                seen.append("zero")
            except KeyError:
                seen.append("key")
    return seen


print(finally_return(0), finally_return(1))
print([loop(n) for n in range(5)])
