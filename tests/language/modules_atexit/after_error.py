import atexit
import sys

atexit.register(print, "called all the same")
sys.exit(3)
