# A time to wait that is negative is an error.
import select
import socket

a, b = socket.socketpair()
for timeout in (-1, -0.5, float("nan"), "x"):
    try:
        print(select.select([a], [], [], timeout))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(select.select([a], [b], [], 0) == ([], [b], []))
