import atexit


@atexit.register
def first():
    print("registered first, called last")


def dropped():
    print("never")


atexit.register(dropped)
atexit.register(print, "with", "arguments", sep="-")
atexit.register(dropped)
atexit.unregister(dropped)
try:
    atexit.register(3)
except TypeError as error:
    print(error)


def late():
    print("late")
    atexit.register(print, "registered by a callback")


atexit.register(late)
print("end of the program")
