"""What every end-to-end test uses: a device (kraitd) with fresh folders on a free port, and the krait command paired with it.

The programs come from build/bin, or from the folder in $KRAIT_BIN. Nothing sleeps: tests wait for an event with a deadline. Every process is ended by
its id when its test is over.
"""

import json
import os
import pathlib
import pty
import re
import secrets
import select
import signal
import socket
import subprocess
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("KRAIT_BIN", ROOT / "build" / "bin"))
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r(?!\n)")  # what a terminal would obey and not show
os.environ.setdefault("LSAN_OPTIONS", "print_suppressions=0:suppressions=%s" % pathlib.Path(__file__).with_name("leaks.txt"))  # in a build with sanitizers
PATIENCE = int(os.environ.get("KRAIT_PATIENCE", "60"))  # seconds: far beyond what a loaded machine needs


def free_port():
    """A port for a program that cannot choose one itself. It is none of those that the kernel gives away meanwhile, which begin at 32768."""
    while True:
        port = 10000 + secrets.randbelow(22000)
        try:
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                with socket.socket(socket.AF_INET, kind) as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return port


def wait_until(condition, what, seconds=PATIENCE):
    """Polls a condition that has no event of its own; returns its value."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError("not in time: " + what)
        select.select([], [], [], 0.01)


class Device:
    """A kraitd process; the program kraitd_images is one without a compiler."""

    def __init__(self, folder, *options, root=None, heap="8388608", name="dev", program="kraitd"):
        self.program = BIN / program
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(exist_ok=True, parents=True)
        self.root = pathlib.Path(root or self.folder / "root")
        self.state = self.folder / "state"
        self.root.mkdir(exist_ok=True, parents=True)
        self.options = options
        self.heap = heap
        self.name = name
        self.listen = "127.0.0.1:0"
        self.process = None
        self.uri = None
        self.starts_seen = 0

    def start(self):
        command = [self.program, "--root", self.root, "--state", self.state, "--listen", self.listen, "--name", self.name,
                   "--heap", self.heap, *self.options]
        self.log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.log)
        self.port = wait_until(self.listening_port, "kraitd listens\n" + self.log_text())
        self.listen = "127.0.0.1:%d" % self.port
        done = subprocess.run([self.program, "--root", self.root, "--state", self.state, "--name", self.name, "--listen", self.listen, "--pairing-uri"],
                              capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == 0, done.stderr
        self.uri = done.stdout.strip()
        return self

    def log_text(self):
        return (self.folder / "log").read_text(errors="replace")

    def listening_port(self):
        """The port that this process itself says it listens on; the last such line counts."""
        if self.process.poll() is not None:
            raise AssertionError("kraitd ended with %s:\n%s" % (self.process.returncode, self.log_text()))
        found = re.findall(r"listening on \S*?:(\d+)\n", self.log_text())
        if len(found) <= self.starts_seen:
            return None
        self.starts_seen = len(found)
        return int(found[-1])

    def stop(self, number=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(PATIENCE)
        status = self.process.returncode
        self.log.close()
        return status

    def rss(self):
        """Resident bytes."""
        status = pathlib.Path("/proc/%d/status" % self.process.pid).read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) * 1024


class Krait:
    """The krait command of one user (a configuration folder of its own)."""

    def __init__(self, folder, device=None):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(exist_ok=True, parents=True)
        self.environment = dict(os.environ, HOME=str(self.folder), XDG_CONFIG_HOME=str(self.folder / "config"),
                                XDG_STATE_HOME=str(self.folder / "state"), USER=self.folder.name, TERM="xterm")
        self.environment.pop("KRAIT_DEVICE", None)
        self.device = device
        if device:
            self("pair", device.uri, check=True)

    def __call__(self, *arguments, check=False, input=None, cwd=None, binary=False):
        """Runs a command to its end; check=True expects exit code 0."""
        done = subprocess.run([BIN / "krait", *map(str, arguments)], env=self.environment, cwd=cwd, timeout=PATIENCE, capture_output=True,
                              **({"stdin": subprocess.DEVNULL} if input is None else {"input": input}), text=not binary)
        if check:
            assert done.returncode == 0, (arguments, done.returncode, done.stdout, done.stderr)
        return done

    def out(self, *arguments, **options):
        return self(*arguments, check=True, **options).stdout

    def json(self, *arguments, **options):
        """The objects that a command prints with --json."""
        return [json.loads(line) for line in self("--json", *arguments, **options).stdout.splitlines()]

    def start(self, *arguments, **options):
        """Starts a command in the background; the caller ends it (see `background`)."""
        return subprocess.Popen([BIN / "krait", *map(str, arguments)], env=self.environment, stdin=options.pop("stdin", subprocess.DEVNULL),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


class Terminal:
    """A command on a pseudo-terminal, as a person uses it."""

    def __init__(self, krait, *arguments):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(BIN / "krait", ["krait", *map(str, arguments)], krait.environment)
        self.seen = ""
        self.status = None

    def type(self, text):
        os.write(self.fd, text.encode())

    def expect(self, pattern, seconds=PATIENCE):
        """Waits until the pattern comes behind what was expected before; returns the match."""
        deadline = time.monotonic() + seconds
        while True:
            found = re.search(pattern, self.seen)
            if found:
                self.seen = self.seen[found.end():]
                return found
            ready, _, _ = select.select([self.fd], [], [], max(0, deadline - time.monotonic()))
            data = b""
            if ready:
                try:
                    data = os.read(self.fd, 65536)
                except OSError:
                    pass
            if not data:
                raise AssertionError("%r did not come; seen: %r" % (pattern, self.seen))
            self.seen = ESCAPE.sub("", self.seen + data.decode(errors="replace"))

    def wait(self):
        """The exit code; reads what is left so that the command can end."""
        deadline = time.monotonic() + PATIENCE
        while self.status is None:
            if not select.select([self.fd], [], [], max(0, deadline - time.monotonic()))[0]:
                raise AssertionError("the command does not end; seen: %r" % self.seen)
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                data = b""
            self.seen += data.decode(errors="replace")
            if not data:
                self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.status

    def close(self):
        if self.status is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
        os.close(self.fd)


@pytest.fixture
def device(tmp_path):
    """A running device of this test alone."""
    device = Device(tmp_path / "device")
    device.start()
    yield device
    device.stop()


@pytest.fixture
def new_device(tmp_path):
    """Makes devices with other options; all are ended."""
    made = []

    def make(*options, start=True, **keywords):
        device = Device(tmp_path / ("device%d" % len(made)), *options, **keywords)
        made.append(device)
        return device.start() if start else device

    yield make
    for device in made:
        if device.process:
            device.stop(signal.SIGKILL)


@pytest.fixture
def krait(device, tmp_path):
    """The command, paired with the device."""
    return Krait(tmp_path / "ann", device)


@pytest.fixture
def other(device, tmp_path):
    """Another user's command, paired with the same device."""
    return Krait(tmp_path / "bob", device)


@pytest.fixture
def background():
    """Keeps processes; whatever still runs at the end is killed."""
    kept = []

    def keep(process):
        kept.append(process)
        return process

    yield keep
    for process in kept:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def terminal():
    """Makes terminals; all are closed."""
    made = []

    def make(krait, *arguments):
        made.append(Terminal(krait, *arguments))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def raw(device):
    """Opens TCP connections to the device; all are closed."""
    made = []

    def connect():
        made.append(socket.create_connection(("127.0.0.1", device.port), timeout=PATIENCE))
        return made[-1]

    yield connect
    for one in made:
        one.close()
