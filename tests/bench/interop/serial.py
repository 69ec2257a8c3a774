#!/usr/bin/env python3
"""How fast kraitd's prompt on a pseudo-terminal answers, and what tools make of it.

    tests/bench/interop/serial.py [--krait-bin build/bin] [--mpremote 'python3 -m mpremote'] [--rounds 5]

Without a tool it measures the server itself with a small client: a program by raw-paste, a file of 256 KiB each way in one program each. With --mpremote the
same by that program, whole processes. Medians.
"""

import argparse
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "tests" / "interop")]

SIZE = 256 << 10


def median(rounds, function):
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        function()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def show(what, seconds):
    print("%-44s %10.2f ms" % (what, seconds * 1000))


def server(board, rounds):
    data = os.urandom(SIZE)
    board.enter_raw()
    board.out("1")

    def put():
        source = "import binascii\nwith open('/f', 'wb') as f:\n"
        source += "".join(" f.write(%r)\n" % data[at:at + 4096] for at in range(0, SIZE, 4096))
        assert board.paste(source) == ("", "")

    def get():
        board.send("import sys\nwith open('/f', 'rb') as f:\n while b := f.read(4096):\n  sys.stdout.write(b.hex())\n\x04")
        assert board.take(2) == b"OK"
        assert bytes.fromhex(board.answer()[0]) == data

    show("server: exec print(1), plain raw", median(rounds * 20, lambda: board.out("print(1)")))
    show("server: exec print(1), raw-paste", median(rounds * 20, lambda: board.paste("print(1)")))
    show("server: put of 256 KiB, one program", median(rounds, put))
    show("server: get of 256 KiB, one program", median(rounds, get))
    board.leave_raw()


def tool(command, path, folder, rounds):
    def run(*arguments):
        subprocess.run([*command, "connect", path, *arguments], check=True, stdout=subprocess.DEVNULL, timeout=300)

    (folder / "big").write_bytes(os.urandom(SIZE))
    show("tool: exec print(1), whole process", median(rounds, lambda: run("exec", "print(1)")))
    show("tool: put of 256 KiB, whole process", median(1, lambda: run("fs", "cp", "-f", str(folder / "big"), ":big")))
    show("tool: get of 256 KiB, whole process", median(1, lambda: run("fs", "cp", ":big", str(folder / "back"))))
    assert (folder / "big").read_bytes() == (folder / "back").read_bytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--krait-bin", default=str(ROOT / "build" / "bin"))
    parser.add_argument("--mpremote", help="the command that starts it")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    os.environ["KRAIT_BIN"] = options.krait_bin
    from rawrepl import Board, PtyStream

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "root").mkdir()
        path = str(folder / "pty")
        device = subprocess.Popen([os.path.join(options.krait_bin, "kraitd"), "--root", str(folder / "root"), "--state", str(folder / "state"),
                                   "--listen", "127.0.0.1:0", "--pty", path, "--log-level", "error"], stdout=subprocess.DEVNULL)
        try:
            while not os.path.islink(path):
                assert device.poll() is None, "kraitd ended"
                time.sleep(0.01)
            board = Board(PtyStream(path))
            board.prompt()
            server(board, options.rounds)
            board.close()
            if options.mpremote:
                tool(shlex.split(options.mpremote), os.path.realpath(path), folder, options.rounds)  # it polls any other name every 10 ms
        finally:
            device.terminate()
            device.wait()


if __name__ == "__main__":
    main()
