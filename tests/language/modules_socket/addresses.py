"""Addresses as text, bytes and tuples; no name server is needed."""
import socket

for text in ("127.0.0.1", "255.255.255.255", "0.0.0.0", "1.2.3", "10.1", "0x7f.1", "010.0.0.1", "1.2.3.256", "1.2.3.4.5", "", "a.b.c.d", "1..2.3"):
    try:
        print(repr(text), socket.inet_aton(text))
    except OSError as error:
        print(repr(text), error)
for text in ("::", "::1", "1::", "fe80::1:2", "2001:db8:0:0:1:0:0:1", "::ffff:1.2.3.4", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8",
             "0:0:0:1:0:0:0:0", "1:0:0:2:0:0:0:3", "ABCD::EF", "64:ff9b::1.2.3.4"):
    packed = socket.inet_pton(socket.AF_INET6, text)
    print(text, packed.hex(), socket.inet_ntop(socket.AF_INET6, packed))
for text in ("1:2", ":1", "1:", "1::2::3", "12345::", "g::", "1:2:3:4:5:6:7:8:9", "::1.2.3", "1.2.3.4", ":::", ""):
    try:
        print(text, socket.inet_pton(socket.AF_INET6, text))
    except OSError as error:
        print(text, error)
for text in ("1.2.3.4", "01.2.3.4", "1.2.3"):
    try:
        print(text, socket.inet_pton(socket.AF_INET, text))
    except OSError as error:
        print(text, error)
print(socket.inet_ntoa(b"\x7f\0\0\x01"), socket.inet_ntop(socket.AF_INET, bytes([8, 8, 4, 4])))
for action in (lambda: socket.inet_ntoa(b"123"), lambda: socket.inet_ntop(socket.AF_INET6, b"1234"), lambda: socket.inet_ntop(99, b"1234")):
    try:
        action()
    except (OSError, ValueError) as error:
        print(type(error).__name__, error)

plain = socket.getaddrinfo("192.0.2.7", 80, socket.AF_INET, socket.SOCK_STREAM)
print([(int(f), int(k), p, c, a) for f, k, p, c, a in plain])
print(len(socket.getaddrinfo("192.0.2.7", 80)), [int(row[1]) for row in socket.getaddrinfo("192.0.2.7", 80)])
print(socket.getaddrinfo("::1", "443", type=socket.SOCK_DGRAM)[0][4])
print(socket.getaddrinfo("fe80::1%5", 1, type=socket.SOCK_STREAM)[0][4])
print(socket.getaddrinfo(None, 5, socket.AF_INET, socket.SOCK_STREAM)[0][4])
print(socket.getaddrinfo(None, 5, socket.AF_INET, socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][4])
print(socket.getaddrinfo(b"192.0.2.7", b"80", 0, socket.SOCK_STREAM)[0][4])
for arguments in (("not an address", 80, 0, 0, 0, socket.AI_NUMERICHOST), (None, None), ("::1", 80, socket.AF_INET), ("1.2.3.4", 80, 77)):
    try:
        print(socket.getaddrinfo(*arguments))
    except socket.gaierror as error:
        print(type(error).__name__, error.errno, isinstance(error, OSError))
print(socket.gethostbyname("192.0.2.9"), socket.gethostbyname("127.0.0.1"))
print(socket.htons(0x1234) == socket.ntohs(0x1234), socket.ntohl(socket.htonl(0xdeadbeef)) == 0xdeadbeef)
try:
    socket.htons(65536)
except OverflowError as error:
    print(error)
