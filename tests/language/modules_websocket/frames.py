# Frames of RFC 6455 over a stream: pieces, masks, control frames, lengths.
import errno
import io
import websocket


class Line(io.IOBase):
    """What comes and what goes, apart; reads give what is there, None when it is nothing."""

    def __init__(self, *pieces):
        self.pieces = list(pieces)
        self.sent = b""
        self.is_open = True

    def read(self, size):
        if not self.pieces:
            return None
        piece = self.pieces.pop(0)
        if len(piece) > size:
            self.pieces.insert(0, piece[size:])
        return piece[:size]

    def write(self, data):
        self.sent += data
        return len(data)

    def close(self):
        self.is_open = False


# A message in three frames reads as one run of bytes.
ws = websocket.websocket(Line(b"\x01\x03abc\x00\x02de\x80\x01f"))
print(ws.read(4), ws.read(4), ws.read(4))

# Whatever the pieces in which it comes.
ws = websocket.websocket(Line(*[bytes([b]) for b in b"\x82\x85\x01\x02\x03\x04" + bytes(c ^ (i & 3) + 1 for i, c in enumerate(b"hello"))]))
print(ws.read(5), ws.ioctl(8), ws.read(5))

# A header that is not all there is gone on with later.
line = Line(b"\x81")
ws = websocket.websocket(line)
print(ws.read(3))
line.pieces += [b"\x03o", b"ne"]
print(ws.read(3))
buffer = bytearray(4)
line.pieces.append(b"\x81\x02ab")
print(ws.readinto(buffer), buffer, ws.readinto(buffer))
line.pieces.append(b"\x81\x05x\nyz\n")
print(ws.readline(), ws.readline())

# A long one, and one that is too long.
ws = websocket.websocket(Line(b"\x82\x7e\x01\x00" + b"n" * 256))
print(len(ws.read(300)))
try:
    websocket.websocket(Line(b"\x82\x7f" + bytes(8))).read(1)
except OSError as error:
    print(error.errno == errno.EIO)

# A ping between two frames is answered, a close frame ends the stream.
line = Line(b"\x01\x01a\x89\x02hi\x80\x01b\x8a\x00\x88\x02\x03\xe8", b"never")
ws = websocket.websocket(line)
print(ws.read(2), line.sent)
print(ws.read(9), ws.read(9), line.sent, line.pieces)

# The end of the stream is the end.
ws = websocket.websocket(Line(b"\x81\x02ab", b""))
print(ws.read(5), ws.read(5))

# Writing.
line = Line()
ws = websocket.websocket(line)
print(ws.write("é"), ws.write(b"12"), line.sent)
print(ws.ioctl(9, 2), ws.ioctl(9, 2))
line.sent = b""
print(ws.write(b"z" * 126), line.sent[:6], len(line.sent))
try:
    ws.write(bytes(65536))
except OSError as error:
    print(error.errno == errno.ENOBUFS)
try:
    ws.ioctl(77)
except OSError as error:
    print(error.errno == errno.EINVAL)
ws.close()
print(line.is_open, ws.read(1))
