#!/usr/bin/env python3
"""Runs well-known libraries for MicroPython, unchanged, under kraitpy: each with a program of ours, on the described board or against a real server.

usage: run.py [--fetch] [--kraitpy KRAITPY] FOLDER [NAME...]

FOLDER holds clones of their repositories, nothing of which is ours; --fetch makes those that are missing. The outcome is a row a library.
"""

import argparse
import contextlib
import pathlib
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
LIB = ("micropython/micropython-lib", "ee4bb8ff139e24c42b739935fbd8ec7c4d061e02")
DRIVERS = "micropython/drivers/"

# name, (repository, commit), folders of its modules, what the program needs, what it prints
ROWS = [
    ("bme280", ("robert-hh/BME280", "a9a708015b149c23cf332f591b8371d217e416c1"), ["."], "board", "('21.37C', '998.70hPa', '47.30%')\n" * 2),
    ("ads1x15", ("robert-hh/ads1x15", "8981f67137cdb01044c080863c653a7d7e7c87f6"), ["."], "board", "[0.5, 1.25, 2.0, 3.0]\n-0.75\n"),
    ("mpu6886", ("tuupola/micropython-mpu6886", "46d780576feaa6f88a880490d442a95b385e540c"), ["."], "board", "[0.1, -0.2, 0.98] [10.0, -20.0, 30.0] 31.5 0x19\n"),
    ("ds3231", ("pangopi/micropython-DS3231-AT24C32", "787faa480894649b8bf822738e7ba8312e4f49f8"), ["."], "board",
     "(2024, 2, 29, 4, 12, 34, 56, 0)\n(2026, 1, 1, 4, 0, 0, 5, 0) False\n"),
    ("hcsr04", ("rsc1975/micropython-hcsr04", "17eafe3730ce27a880ba45f4c4891efeb112bf82"), ["."], "board", "True 42\n"),
    ("rotary", ("miketeachman/micropython-rotary", "b4c8ce53ee2413bdad41d24a2fcf91fac6ab2d32"), ["."], "board", "3 [1, 2, 3, 4, 5, 4, 3]\n"),
    ("micropygps", ("inmcm/micropyGPS", "f6c2b76a3bedf7d85e77fc6d52e0346b68361ce2"), ["."], "board", "[52.5, 'N'] [13.25, 'W'] [0, 0, 3.0] 8 3 0\n"),
    ("python_lcd", ("dhylands/python_lcd", "7affb0bceae672624ce1360a18c90623ca6857c1"), ["lcd"], "board", "", '"lines": ["Hello, Krait!", "SecXnd line"]'),
    ("ssd1306", ("stlehmann/micropython-ssd1306", "9582998cd8991484e974003e7534634939f564bf"), ["."], "board", "shown\nshown\n", '"event": "frame"'),
    ("st7789", ("russhughes/st7789py_mpy", "7265925bd0c092e8105200d18b2dba9dfbc12c27"), [".", "lib"], "board", "240 135\n", '"pixels": 600, "colors": {"001f": 600}'),
    ("tm1637", ("mcauser/micropython-tm1637", "cc9ecc642787b0c8afcb318a52865b855b4f0e5f"), ["."], "board", "3\n"),
    ("nano_gui", ("peterhinch/micropython-nano-gui", "fbe9a6c2f020d11794b64e50914f5b885def9bbf"), ["."], "board",
     "Test runs to completion.\n\nBasic test of fields.\nMore fields.\nMeters.\nDone.\n", '"event": "frame"'),
    ("drivers", LIB, [DRIVERS + "led/neopixel", DRIVERS + "bus/onewire", DRIVERS + "sensor/ds18x20", DRIVERS + "sensor/dht"], "board",
     "(9, 8, 7) [-7.25, 20.5]\n-1.5 61.2\n", '"pixels": ["090807", "010203", "010203", "010203"]'),
    ("primitives", ("peterhinch/micropython-async", "a3fe38a5d12eb0555da22bc589880ad1ee6edfbe"), ["v3"], "board",
     "[0, 1, 2, 3, 4]\nTrue\nbarrier barrier barrier delay press release press long release press release press double release\n"),
    ("microdot", ("miguelgrinberg/microdot", "118f4ef71af8816b87abed32219e2c90839a2161"), ["src"], None,
     "('HTTP/1.0 200 OK', 'Hello, world!')\n"
     "[('HTTP/1.0 200 OK', '{\"result\": 0, \"q\": \"a b\"}'), ('HTTP/1.0 200 OK', '{\"result\": 2, \"q\": \"a b\"}'), ('HTTP/1.0 200 OK', '{\"result\": 4, \"q\": \"a b\"}')]\n"
     "('HTTP/1.0 201 N/A', '{\"a\": []}')\n('HTTP/1.0 200 OK', '0\\n1\\n2\\n') ('HTTP/1.0 404 N/A', 'Not found')\nstopped\n"),
    ("mqtt_as", ("peterhinch/micropython-mqtt", "7b6a11dd7910f7bb8275341fdc24b89ed1dfbc47"), ["."], "broker",
     "krait/topic message 0 False\nkrait/topic message 1 False\nkrait/topic message 2 False\n"),
    ("umqtt", LIB, ["micropython/umqtt.simple"], "broker", "[(b'a/b', b'one'), (b'a/b', b'two')]\n"),
    ("requests", LIB, ["python-ecosys/requests"], "web", "200 True application/json\n404\n"),
    ("aiohttp", LIB, ["python-ecosys/aiohttp"], "web", "200 True\n"),
    ("logging", LIB, ["python-stdlib/logging"], None, "INFO:net:number 5\nWARNING:net:careful\nTrue\n"),
    ("unittest", LIB, ["python-stdlib/unittest", "python-stdlib/unittest/tests"], None, "22 True True\n"),
]


def fetch(folder, repository, commit):
    subprocess.run(["git", "clone", "--quiet", "https://github.com/" + repository, folder], check=True)
    subprocess.run(["git", "-C", folder, "checkout", "--quiet", commit], check=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def server(kind):
    """The arguments that lead a program to its server."""
    if kind not in ("broker", "web"):
        yield []
        return
    port = free_port()
    config = "listener %d 127.0.0.1\nallow_anonymous true\npersistence false\n" % port
    command = {"broker": ["/usr/sbin/mosquitto", "-c", "/dev/stdin"], "web": [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]}[kind]
    process = subprocess.Popen(command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)
    if kind == "broker":
        process.stdin.write(config)
    process.stdin.close()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            break
    try:
        yield [str(port)]
    finally:
        process.terminate()
        process.wait()


def run(kraitpy, folder, name, folders, needs, journal):
    program = HERE / "programs" / (name + ".py")
    path = [str(folder / part) for part in folders]
    # The program does not lie where its folder would come first on the path: some bear their library's name.
    code = "import sys; sys.path[0:0] = %r; exec(compile(open(%r).read(), %r, 'exec'))" % (path, str(program), str(program))
    board = ["--board", str(HERE / "board.json"), "--board-log", str(journal)] if needs == "board" else []
    with server(needs) as arguments:
        return subprocess.run([kraitpy, *board, "-c", code, *arguments], cwd=folder, capture_output=True, text=True, timeout=120)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kraitpy", default=str(HERE.parent.parent / "build" / "bin" / "kraitpy"))
    parser.add_argument("--fetch", action="store_true")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    failed = 0
    for name, (repository, commit), folders, needs, wanted, *logged in ROWS:
        if options.names and name not in options.names:
            continue
        clone = (options.folder / repository.split("/")[1]).resolve()
        if options.fetch and not clone.exists():
            fetch(clone, repository, commit)
        journal = options.folder / (name + ".journal")
        done = run(options.kraitpy, clone, name, folders, needs, journal)
        seen = journal.read_text() if needs == "board" and journal.exists() else ""
        fine = done.returncode == 0 and done.stdout.endswith(wanted) and all(text in seen for text in logged)
        print("%-12s %-40s %s" % (name, repository, "passed" if fine else "FAILED"), flush=True)
        if not fine:
            failed += 1
            print(done.stdout[-2000:] + done.stderr[-2000:])
    sys.exit(failed > 0)


main()
