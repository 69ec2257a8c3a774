"""A small client of the prompt on a byte stream, written from the protocol's description only.

A stream is a pseudo-terminal or a TCP connection. `Board` reads with a deadline and never sleeps.
"""

import os
import select
import socket
import struct
import termios
import time
import tty

from conftest import PATIENCE

RAW = b"raw REPL; CTRL-B to exit\r\n>"


class PtyStream:
    def __init__(self, path):
        self.fd = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        tty.setraw(self.fd, termios.TCSANOW)

    def fileno(self):
        return self.fd

    def read(self):
        try:
            return os.read(self.fd, 65536)
        except BlockingIOError:
            return None
        except OSError:
            return b""

    def write(self, data):
        try:
            return os.write(self.fd, data)
        except BlockingIOError:
            return 0

    def close(self):
        os.close(self.fd)


class TcpStream:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setblocking(False)

    def fileno(self):
        return self.socket.fileno()

    def read(self):
        try:
            return self.socket.recv(65536)
        except BlockingIOError:
            return None
        except ConnectionError:
            return b""

    def write(self, data):
        try:
            return self.socket.send(data)
        except BlockingIOError:
            return 0

    def close(self):
        self.socket.close()


class Board:
    def __init__(self, stream):
        self.stream = stream
        self.waiting = b""

    def fill(self, deadline, what):
        """Waits for more bytes; False at the end of the stream."""
        while True:
            left = deadline - time.monotonic()
            assert left > 0, "not in time: %r; have %r" % (what, self.waiting)
            select.select([self.stream], [], [], left)
            data = self.stream.read()
            if data is not None:
                self.waiting += data
                return bool(data)

    def until(self, end, seconds=PATIENCE):
        """What comes up to and with these bytes."""
        deadline = time.monotonic() + seconds
        while end not in self.waiting:
            assert self.fill(deadline, end), "ended before %r: %r" % (end, self.waiting)
        at = self.waiting.index(end) + len(end)
        result, self.waiting = self.waiting[:at], self.waiting[at:]
        return result

    def take(self, size):
        deadline = time.monotonic() + PATIENCE
        while len(self.waiting) < size:
            assert self.fill(deadline, size), "ended: %r" % self.waiting
        result, self.waiting = self.waiting[:size], self.waiting[size:]
        return result

    def rest(self):
        """Everything up to the end of the stream."""
        deadline = time.monotonic() + PATIENCE
        while self.fill(deadline, "the end"):
            pass
        result, self.waiting = self.waiting, b""
        return result

    def send(self, data):
        data = data.encode() if isinstance(data, str) else data
        deadline = time.monotonic() + PATIENCE
        while data:
            sent = self.stream.write(data)
            data = data[sent:]
            if sent == 0:
                assert time.monotonic() < deadline, "the board takes nothing"
                select.select([], [self.stream], [], 1)

    def say(self, data, end):
        self.send(data)
        return self.until(end)

    # --- friendly

    def prompt(self):
        """At a prompt, whatever was there before."""
        self.send(b"\r\x03")
        self.until(b"\r\n>>> ")
        self.send(b"7*6\r")
        self.until(b"42\r\n>>> ")

    def line(self, text, end=b">>> "):
        """Types a line; what is printed behind its echo, up to the next prompt."""
        self.send(text + "\r")
        self.until(text.encode() + b"\r\n")
        result = self.until(end)
        return result[:-len(end)].decode()

    # --- raw

    def enter_raw(self):
        self.send(b"\r\x03\r\x01")
        self.until(RAW)

    def leave_raw(self):
        return self.say(b"\r\x02", b">>> ")

    def answer(self):
        """Output and error text of the program that runs."""
        output = self.until(b"\x04")[:-1]
        error = self.until(b"\x04")[:-1]
        assert self.take(1) == b">"
        return output.decode(), error.decode()

    def exec(self, source):
        self.send(source.encode() + b"\x04")
        assert self.take(2) == b"OK"
        return self.answer()

    def out(self, source):
        output, error = self.exec(source)
        assert error == "", error
        return output

    def paste(self, source):
        """Raw-paste mode, within its window."""
        self.send(b"\x05A\x01")
        assert self.take(2) == b"R\x01"
        (window,) = struct.unpack("<H", self.take(2))
        remain = window
        data = source.encode() if isinstance(source, str) else source
        self.grants = 0
        while data:
            while remain == 0 or self.waiting:
                byte = self.take(1)
                if byte == b"\x04":
                    self.send(b"\x04")
                    return self.answer()
                assert byte == b"\x01", byte
                self.grants += 1
                remain += window
            piece, data = data[:remain], data[remain:]
            remain -= len(piece)
            self.send(piece)
        self.send(b"\x04")
        while (byte := self.take(1)) == b"\x01":
            self.grants += 1
        assert byte == b"\x04", byte
        return self.answer()

    def close(self):
        self.stream.close()
