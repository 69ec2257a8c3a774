import sys

print(sys.atexit(lambda: print("never")))
print(callable(sys.atexit(lambda: print("done"))))
print("end")
