"""The firmware in QEMU, under the memory guard: what the tests of the chip and its figures use."""

import os
import pathlib
import re
import select
import subprocess
import time

from conftest import PATIENCE, ROOT, free_port, wait_until

BUILD = pathlib.Path(os.environ.get("KRAIT_CHIP", ROOT / "build" / "chip"))
FIRMWARE = BUILD / "bin" / "firmware.elf"
GUARD = BUILD / "guard.so"
RESERVE = 28672  # bytes of data RAM that belong to the SDK of a real chip


def symbol(name, build=BUILD):
    table = subprocess.run(["xtensa-lx106-elf-nm", build / "bin" / "firmware.elf"], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"^([0-9a-f]+) \w %s$" % name, table, re.M).group(1), 16)


def extent(name):
    """Where a function begins and ends."""
    table = subprocess.run(["xtensa-lx106-elf-nm", "-S", FIRMWARE], capture_output=True, text=True, check=True).stdout
    first, size = (int(word, 16) for word in re.search(r"^([0-9a-f]+) ([0-9a-f]+) [Tt] %s$" % name, table, re.M).groups())
    return first, first + size


class Chip:
    """An emulated device with the firmware of `build`. Its flash is a file in `folder`, which a later start finds again. The guard counts the calls of the function `counted`. `wire`: a
    Wire that its frames pass through."""

    def __init__(self, folder, guard=True, reserve=RESERVE, options=(), forward="", counted=None, wire=None, build=BUILD):
        self.build = build
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(exist_ok=True, parents=True)
        self.guard = guard
        self.reserve = reserve
        self.options = list(options)
        self.counted = counted
        self.forward = forward  # further rules of QEMU's user network
        self.wire = wire
        self.process = None
        self.console = ""
        self.port = None

    def start(self):
        self.port = free_port()
        self.guard_log = self.folder / "guard.log"
        self.guard_log.unlink(missing_ok=True)
        command = [ROOT / "tools" / "emulate", str(self.port), self.folder / "flash.img", *self.options]
        if self.guard:
            places = "driver=%x-%x,stack=%x-%x" % tuple(symbol(name, self.build) for name in ("flash_driver_start", "flash_driver_end", "heap_end", "stack_top"))
            if self.counted:
                places += ",count=%x-%x" % extent(self.counted)
            command += ["-plugin", "%s,%s,reserve=%d,log=%s" % (GUARD, places, self.reserve, self.guard_log)]
        wiring, descriptors = self.wire.plug() if self.wire else ([], [])
        environment = dict(os.environ, KRAIT_FIRMWARE=str(self.build / "bin" / "firmware.elf"), KRAIT_FORWARD=self.forward)
        self.started = time.monotonic()
        self.process = subprocess.Popen(command + wiring, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment,
                                        pass_fds=descriptors)
        if self.wire:
            self.wire.plugged()
        os.set_blocking(self.process.stdout.fileno(), False)
        self.console = ""
        self.wait_for_uri()
        return self

    def read(self, seconds=0):
        """Adds to `console` what the UART says within the time."""
        if select.select([self.process.stdout], [], [], seconds)[0]:
            self.console += (self.process.stdout.read() or b"").decode(errors="replace")
        return self.console

    def expect(self, pattern, seconds=PATIENCE):
        """Waits until the console has the pattern behind what was expected before; returns the match."""
        deadline = time.monotonic() + seconds
        while True:
            found = re.search(pattern, self.read(0.02))
            if found:
                self.console = self.console[found.end():]
                return found
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError("%r did not come from the chip; it said: %s" % (pattern, self.console))

    def wait_for_uri(self):
        """The device has an address; from outside it is another one."""
        self.uri = re.sub(r"//[^/]*/", "//127.0.0.1:%d/" % self.port, self.expect(r"krait://\S+(?=\r\n)").group(0))
        self.reachable = time.monotonic() - self.started

    def type(self, text):
        self.process.stdin.write(text.encode() if isinstance(text, str) else text)
        self.process.stdin.flush()

    def kill(self):
        """A power cut."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def stop(self):
        """Ends QEMU and returns (violations, instructions, report) of the guard."""
        if self.process.poll() is None:
            self.process.terminate()
        rest, _ = self.process.communicate(timeout=PATIENCE)
        self.console += (rest or b"").decode(errors="replace")
        if not self.guard:
            return None
        wait_until(self.guard_log.exists, "the guard reports")
        report = self.guard_log.read_text()
        found = re.search(r"guard: (\d+) violations, (\d+) instructions", report)
        return int(found.group(1)), int(found.group(2)), report


def keep_busy(krait, background, body="import time\nwhile True: time.sleep_ms(5)"):
    """A program that runs until it is interrupted, over a session of its own."""
    program = background(krait.start("exec", "print('on')\n" + body, bufsize=0))
    assert program.stdout.read(3) == b"on\n"
    return program


def try_prompt(krait, terminal):
    prompt = terminal(krait, "repl")
    prompt.expect(r">>> ")
    prompt.type("21 * 2\r")
    prompt.expect(r"42\r?\n.*>>> ")
    prompt.type("\x04")
    assert prompt.wait() == 0
