e = ValueError("v")
e.add_note("first")
e.add_note("second")
print(e.__notes__)
try:
    e.add_note(5)
except TypeError as err:
    print(err)
print(hasattr(KeyError(), "__notes__"), e.with_traceback(None) is e, e.__traceback__)


class Own(Exception):
    pass


o = Own()
o.add_note("n")
print(o.__notes__, o.__dict__)


def inner():
    raise ValueError("deep")


def outer():
    inner()


try:
    outer()
except ValueError as err:
    traceback = err.__traceback__
    places = []
    while traceback is not None:
        places.append((traceback.tb_frame.f_code.co_name, traceback.tb_lineno))
        traceback = traceback.tb_next
    print(places)
try:
    e.__traceback__ = 5
except TypeError as err:
    print(err)
try:
    e.__cause__ = 5
except TypeError as err:
    print(err)
e.__cause__ = KeyError("k")
print(e.__suppress_context__, repr(e.__cause__))
e.__context__ = TypeError("t")
print(repr(e.__context__))
