"""Options as numbers and as packed bytes."""
import socket
import struct

s = socket.socket()
for level, option in ((socket.SOL_SOCKET, socket.SO_REUSEADDR), (socket.SOL_SOCKET, socket.SO_KEEPALIVE), (socket.IPPROTO_TCP, socket.TCP_NODELAY)):
    before = s.getsockopt(level, option)
    s.setsockopt(level, option, 1)
    print(before, s.getsockopt(level, option))
    s.setsockopt(level, option, struct.pack("i", 0))
    print(s.getsockopt(level, option), s.getsockopt(level, option, 4))
s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 7))
print(struct.unpack("ii", s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)))
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) >= 8192)
s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 33)
print(s.getsockopt(socket.IPPROTO_IP, socket.IP_TTL), s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
s.close()

u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, True)
u.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 2)
print(u.getsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST), u.getsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL))
for value in (b"1", "1", None, 1.5):
    try:
        u.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, value)
        print("no error")
    except (OSError, TypeError) as error:
        print(isinstance(error, OSError) or isinstance(error, TypeError))
print(u.type == socket.SOCK_DGRAM, u.family == socket.AF_INET, u.proto)
u.close()
