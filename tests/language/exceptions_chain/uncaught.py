import sys


class Failure(Exception):
    pass


print("before")
sys.stdout.flush()
raise Failure("the end")
