"""select(): three lists in, three out, in the order given."""
import select
import socket

a, b = socket.socketpair()
c, d = socket.socketpair()
print([len(found) for found in select.select([a, b], [], [], 0)], [len(found) for found in select.select([], [a], [], 0)])
a.sendall(b"x")
readable, writable, special = select.select([d, b], [a, c], [a], 1)
print(readable == [b], writable == [a, c], special)
c.sendall(b"y")
print(select.select([d, b], [], [])[0] == [d, b], select.select([b.fileno()], [], [])[0] == [b.fileno()])
a.close()
b.recv(1)
print(select.select([b], [], [], 5)[0] == [b], b.recv(1))  # the end can be read, too
print(select.select([], [], [], 0), select.select((), iter([]), [], 0.001))
for arguments in (([], [], [], -2), ([], [], [], "1"), (5, [], []), ([None], [], []), ([-1], [], []), ([a], [], []), ([], [])):
    try:
        select.select(*arguments)
        print("no error", arguments)
    except (TypeError, ValueError, OSError) as error:
        print(type(error).__name__)
print(select.error is OSError)
