"""Messages over a stream that has become a WebSocket (RFC 6455), as MicroPython's module of that name: what
comes is one run of bytes whatever the frames, what is written is one frame."""

import errno
import io

_CONTINUED, _TEXT, _CLOSE, _PING, _PONG = 0, 1, 8, 9, 10


class websocket(io.IOBase):
    """websocket(stream, blocking=False)
    Reads and writes the payload of frames."""

    def __init__(self, stream, blocking=False):
        self._stream = stream
        self._head = b""  # as much of a frame's header as has come
        self._mask = None
        self._at = 0  # position in the payload, for the mask
        self._left = 0  # of the payload
        self._kind = 0
        self._control = None  # the payload of a control frame as far as it has come
        self._answer = None  # a pong that goes out when the reading is over
        self._sends = _TEXT
        self._ended = False

    def _more(self, size):
        """Bytes of the header until there are size; False when they have not come yet."""
        while len(self._head) < size:
            data = self._stream.read(size - len(self._head))
            if not data:
                self._ended = data is not None
                return False
            self._head += data
        return True

    def _begin(self):
        """Reads a header; False when it is not all there."""
        if not self._more(2):
            return False
        first, size = self._head[0], self._head[1]
        length = size & 0x7F
        if length == 127:
            raise OSError(errno.EIO, "frame too long")
        wide = 2 if length == 126 else 0
        masked = 4 if size & 0x80 else 0
        if not self._more(2 + wide + masked):
            return False
        head, self._head = self._head, b""
        self._left = head[2] << 8 | head[3] if wide else length
        self._mask = head[2 + wide :] if masked else None
        self._at = 0
        self._control = b"" if first & 8 else None
        if first & 15 != _CONTINUED:
            self._kind = first & 15
        return True

    def _payload(self, size):
        """At most size bytes of the payload; None when nothing has come."""
        data = self._stream.read(min(size, self._left))
        if not data:
            self._ended = data is not None
            return None
        if self._mask:
            data = bytes([b ^ self._mask[(self._at + i) & 3] for i, b in enumerate(data)])
        self._at += len(data)
        self._left -= len(data)
        return data

    def _finish_control(self):
        """True when the control frame has ended the conversation."""
        data, self._control = self._control, None
        if self._kind == _PING:
            self._answer = data
        elif self._kind == _CLOSE:
            self._send(_CLOSE, data[:2])
            self._ended = True
        return self._ended

    def _gather(self, size):
        out = b""
        while not self._ended and len(out) < size:
            if self._left == 0 and self._control is None and not self._begin():
                break
            if self._left:
                data = self._payload(self._left if self._control is not None else size - len(out))
                if data is None:
                    break
                if self._control is None:
                    out += data
                else:
                    self._control += data
            if self._left == 0 and self._control is not None and self._finish_control():
                break
        return out

    def read(self, size=-1):
        """read(size=-1)
        Up to size bytes, over as many frames as it takes; b"" at the end, None when nothing has come."""
        out = self._gather(size if size >= 0 else 1 << 30)
        if self._answer is not None:
            answer, self._answer = self._answer, None
            self._send(_PONG, answer)
        return out if out or self._ended or size == 0 else None

    def readinto(self, buffer):
        """readinto(buffer)
        Like read, into a buffer; returns how many."""
        data = self.read(len(buffer))
        if data is None:
            return None
        buffer[: len(data)] = data
        return len(data)

    def readline(self):
        """readline()
        One line, with its newline."""
        line = b""
        while not line.endswith(b"\n"):
            data = self.read(1)
            if not data:
                break
            line += data
        return line

    def _send(self, kind, data):
        size = len(data)
        if size >= 1 << 16:
            raise OSError(errno.ENOBUFS, "message too long")
        head = bytes((0x80 | kind, size)) if size < 126 else bytes((0x80 | kind, 126, size >> 8, size & 255))
        self._stream.write(head)
        if size:
            self._stream.write(data)

    def write(self, data):
        """write(data)
        Send text or bytes as one frame."""
        if isinstance(data, str):
            data = data.encode()
        self._send(self._sends & 15, data)
        return len(data)

    def ioctl(self, request, argument=0):
        """ioctl(request, argument=0)
        4: close; 8: the kind of the last frame; 9: set the kind that is sent, returns the one before. All
        others are the stream's."""
        if request == 4:
            self.close()
        elif request == 8:
            return self._kind
        elif request == 9:
            before, self._sends = self._sends, argument
            return before
        elif hasattr(self._stream, "ioctl"):
            return self._stream.ioctl(request, argument)
        else:
            raise OSError(errno.EINVAL, "no such request")
        return 0

    def close(self):
        """close()
        Close the stream."""
        self._ended = True
        self._stream.close()
