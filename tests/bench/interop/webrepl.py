#!/usr/bin/env python3
"""How fast WebREPL moves 1 MiB to and from kraitd.

usage: webrepl.py [--bin FOLDER] [--rounds N] [--size BYTES] [--cli webrepl_cli.py] [--server HOST:PORT --password PASSWORD]

The client is one of our own that writes as webrepl_cli.py does: each frame as two sends, header and payload, with Nagle's
algorithm on; 1024 bytes a frame; one byte for each chunk of a get. With --cli the real program runs, too, and its whole
process is timed. With --server another device than a fresh kraitd is measured, such as a board. Prints a table, and beside it
what MicroPython's own modules take on a host's loopback; exits 1 when kraitd is slower."""

import argparse
import os
import pathlib
import re
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
PASSWORD = "bench"
MICROPYTHON = {"put": 0.24, "get": 361.8}  # seconds for 1 MiB, as webrepl_cli.py takes from its C modules on a loopback


class Client:
    def __init__(self, host, port, password):
        self.socket = socket.create_connection((host, port), timeout=600)
        self.socket.sendall(b"GET / HTTP/1.1\r\nHost: echo.websocket.org\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: foo\r\n\r\n")
        self.file = self.socket.makefile("rb")
        while self.file.readline() != b"\r\n":
            pass
        text = b""
        while not text.endswith(b": "):
            text += self.frame()[1]
        self.send(password.encode() + b"\r")
        while b"connected" not in text:
            text += self.frame()[1]

    def send(self, data):
        length = len(data)
        self.socket.send(bytes([0x82, length]) if length < 126 else struct.pack(">BBH", 0x82, 126, length))
        self.socket.send(data)

    def frame(self):
        kind, size = self.file.read(2)
        if size == 126:
            size = struct.unpack(">H", self.file.read(2))[0]
        return kind, self.file.read(size)

    def binary(self):
        while True:
            kind, data = self.frame()
            if kind == 0x82:
                return data

    def record(self, op, name, size=0):
        self.send(struct.pack("<2sBBQLH64s", b"WA", op, 0, 0, size, len(name), name))
        assert self.binary() == b"WB\0\0"

    def put(self, name, data):
        self.record(1, name, len(data))
        for at in range(0, len(data), 1024):
            self.send(data[at:at + 1024])
        assert self.binary() == b"WB\0\0"

    def get(self, name):
        self.record(2, name)
        parts = []
        while True:
            self.send(b"\0")
            chunk = self.binary()
            if len(chunk) == 2:
                assert self.binary() == b"WB\0\0"
                return b"".join(parts)
            parts.append(chunk[2:])


def seconds(action):
    begin = time.perf_counter()
    result = action()
    return time.perf_counter() - begin, result


def measure_own(host, port, password, data, rounds):
    put, get = [], []
    client = Client(host, port, password)
    for _ in range(rounds):
        put.append(seconds(lambda: client.put(b"/bench.bin", data))[0])
        took, got = seconds(lambda: client.get(b"/bench.bin"))
        assert got == data
        get.append(took)
    return statistics.median(put), statistics.median(get)


def measure_cli(cli, host, port, password, data, rounds, folder):
    put, get = [], []
    there = "%s:%d:/bench.bin" % (host, port)
    (folder / "up").write_bytes(data)
    for _ in range(rounds):
        for times, words in ((put, [str(folder / "up"), there]), (get, [there, str(folder / "down")])):
            took, done = seconds(lambda: subprocess.run([sys.executable, cli, "-p", password, *words], capture_output=True))
            assert done.returncode == 0, done.stderr.decode()
            times.append(took)
        assert (folder / "down").read_bytes() == data
    return statistics.median(put), statistics.median(get)


def start_device(binaries, folder):
    (folder / "root").mkdir()
    process = subprocess.Popen([binaries / "kraitd", "--root", folder / "root", "--state", folder / "state", "--listen", "127.0.0.1:0",
                                "--webrepl-password", PASSWORD], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        found = re.search(r"listening on 127\.0\.0\.1:(\d+)", line)
        if found:
            return process, int(found.group(1))
    raise SystemExit("kraitd did not start")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=pathlib.Path, default=ROOT / "build" / "bin")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", type=int, default=1 << 20)
    parser.add_argument("--cli")
    parser.add_argument("--server")
    parser.add_argument("--password", default=PASSWORD)
    options = parser.parse_args()
    data = os.urandom(options.size)
    process = None
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        try:
            if options.server:
                host, port = options.server.rsplit(":", 1)
                port = int(port)
            else:
                host = "127.0.0.1"
                process, port = start_device(options.bin, folder)
            rows = [("as webrepl_cli.py, without its start", *measure_own(host, port, options.password, data, options.rounds))]
            if options.cli:
                rows.append(("webrepl_cli.py, whole process", *measure_cli(options.cli, host, port, options.password, data, options.rounds, folder)))
        finally:
            if process:
                process.terminate()
                process.wait()
    print("| client | put %d bytes | get |\n|---|---|---|" % options.size)
    for title, put, get in rows:
        print("| %s | %.3f s | %.3f s |" % (title, put, get))
    print("| MicroPython's modules on a host, webrepl_cli.py, 1 MiB | %.2f-0.32 s | %.1f s |" % (MICROPYTHON["put"], MICROPYTHON["get"]))
    slow = options.size == 1 << 20 and not options.server and (rows[0][1] > MICROPYTHON["put"] or rows[0][2] > MICROPYTHON["get"])
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
