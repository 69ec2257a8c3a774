import sys


def stop():
    raise SystemExit("stopped on purpose")


try:
    stop()
except Exception:
    print("not reached")
