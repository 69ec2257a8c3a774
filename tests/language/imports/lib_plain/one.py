"""The doc of one."""
value = 1
_private = 2


def f():
    return value + 10


print("running", __name__, __package__ == "lib_plain")
