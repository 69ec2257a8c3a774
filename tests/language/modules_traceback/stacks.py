import sys
import traceback


def inner():
    return traceback.extract_stack(), traceback.format_stack(limit=-1)


def outer():
    return inner()


stack, text = outer()
print([(entry.name, entry.lineno) for entry in stack])
print(text)
frame = sys._getframe()
print(frame.f_code.co_name, frame.f_back, frame.f_globals is globals())


def depth():
    f = sys._getframe(1)
    return f.f_code.co_name, f.f_back.f_code.co_name, sys._getframe().f_code.co_name


def caller():
    return depth()


print(caller())


def generator():
    yield sys._getframe(1).f_code.co_name


def consume():
    return next(generator())


print(consume())
try:
    sys._getframe(100)
except ValueError as error:
    print(error)
traceback.print_stack(file=sys.stdout)
