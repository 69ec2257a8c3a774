"""The emulated device is killed at random moments during puts, syncs, moves and removals, and started again on the same flash.

Whatever the command said was done is there after the next start, byte for byte; what it was about when the device died is there as it was before or as it
would be after. $KRAIT_KILLS says how often (50), $KRAIT_SEED which history. Four devices take turns in that, each with a history of its own, because some of the time is
spent in waiting. Three kills in four wait for a command to succeed, however slow the computer is.
"""

import concurrent.futures
import os
import pathlib
import random
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))

from chip import Chip  # noqa: E402
from conftest import PATIENCE, Krait, wait_until  # noqa: E402

KILLS = int(os.environ.get("KRAIT_KILLS", "50"))
SEED = int(os.environ.get("KRAIT_SEED", "1"))
DEVICES = 4
NAMES = ["a.py", "b.bin", "c", "log.txt", "d", "e.kri"]


class History:
    """What the device must hold: `now` for each path its bytes, or None; `open` for what is under way the bytes it may hold instead."""

    def __init__(self, folder, seed):
        self.seed = seed
        self.random = random.Random(seed)
        self.folder = folder
        self.now = {}
        self.open = {}
        self.acknowledged = 0
        self.process = None  # the command that is under way
        self.log = []  # of commands: what they were to make, and whether they said that it was done
        self.tree = folder / "tree"
        self.tree.mkdir()

    def settle(self, done):
        self.log.append(({name: length(data) for name, data in self.open.items()}, done))
        if done:
            self.now.update(self.open)
            self.acknowledged += 1
            self.open = {}
        return done

    def run(self, krait, *command):
        """Did the command say that it is done? One that looks for a device which is gone is ended."""
        self.process = krait.start(*command)
        self.process.communicate(timeout=PATIENCE)
        return self.settle(self.process.returncode == 0)

    def put(self, krait):
        name, data = self.random.choice(NAMES), self.random.randbytes(self.random.choice([0, 10, 700, 3000, 20000, 60000]))
        (self.folder / name).write_bytes(data)
        self.open = {name: data}
        return self.run(krait, "cp", self.folder / name, ":/" + name)

    def sync(self, krait):
        """Each file on its own is old or new; the command's success says that all are new."""
        for name in self.random.sample(NAMES, 2):
            (self.tree / name).write_bytes(self.random.randbytes(self.random.randrange(8000)))
        self.open = {"s/" + path.name: path.read_bytes() for path in self.tree.iterdir()}
        return self.run(krait, "sync", self.tree, ":/s")

    def move(self, krait):
        there = [name for name in NAMES if self.now.get(name) is not None]
        if len(there) < 2:
            return True
        source, target = self.random.sample(there, 2)
        self.open = {source: None, target: self.now[source]}
        return self.run(krait, "mv", ":/" + source, ":/" + target)

    def remove(self, krait):
        there = [name for name in NAMES if self.now.get(name) is not None]
        if not there:
            return True
        self.open = {self.random.choice(there): None}
        return self.run(krait, "rm", ":/" + next(iter(self.open)))

    def go_on(self, krait):
        """Works until the device is gone."""
        while self.random.choice([self.put, self.put, self.put, self.sync, self.move, self.remove])(krait):
            pass

    def verify(self, krait, folder):
        """Compares all files; what was open becomes what is there."""
        found = fetch(krait, folder)
        for name in set(found) | set(self.now) | set(self.open):
            allowed = [self.now.get(name)] + ([self.open[name]] if name in self.open else [])
            assert found.get(name) in allowed, "seed %d: %s has %s bytes, may have %s, after %s" % (
                self.seed, name, length(found.get(name)), " or ".join(length(data) for data in allowed), self.log[-12:])
        if self.open and not any(name.startswith("s/") for name in self.open):
            states = {found.get(name) == data for name, data in self.open.items() if data != self.now.get(name)}
            assert len(states) <= 1, "seed %d: a move was done by half: %s" % (self.seed, list(self.open))
        self.now = {name: found.get(name) for name in set(self.now) | set(found)}
        self.open = {}


def fetch(krait, folder):
    """All files of the device but parts of what was not finished, over one link."""
    names = [line.lstrip(":/") for line in krait.out("ls", "-r", "-1", ":/").splitlines()]
    names = [name for name in names if not name.endswith((".part", "/")) and not name.rpartition("/")[2].startswith(".") and name != "s"]
    command = []
    for number, name in enumerate(names):
        command += ["+"] * (number > 0) + ["cp", ":/" + name, folder / str(number)]
    if command:
        krait.out(*command)
    return {name: (folder / str(number)).read_bytes() for number, name in enumerate(names)}


def length(data):
    return "no" if data is None else str(len(data))


def kill_often(folder, seed, kills):
    """Returns how many operations were acknowledged."""
    folder.mkdir()
    chip, history = Chip(folder / "chip", guard=False), History(folder, seed)
    try:
        for number in range(kills + 1):
            chip.start()
            krait = Krait(folder / "ann", chip)
            back = folder / ("back%d" % number)
            back.mkdir()
            history.verify(krait, back)
            if number == kills:
                break
            worker, before = threading.Thread(target=history.go_on, args=(krait,)), history.acknowledged
            worker.start()
            if number % 4:
                wait_until(lambda: history.acknowledged > before or not worker.is_alive(), "a command succeeds")
            time.sleep(history.random.uniform(0.01, 1.5))  # not to wait for something: this is the random moment
            chip.kill()
            worker.join(0.5)  # what has been done is said soon
            while worker.is_alive():
                if history.process:
                    history.process.kill()
                worker.join(0.05)
    finally:
        if chip.process and chip.process.poll() is None:
            chip.kill()
    return history.acknowledged


def test_killed_while_it_writes(tmp_path):
    with concurrent.futures.ThreadPoolExecutor(DEVICES) as pool:
        shares = [KILLS // DEVICES + (n < KILLS % DEVICES) for n in range(DEVICES)]
        runs = [pool.submit(kill_often, tmp_path / str(n), SEED + n, share) for n, share in enumerate(shares)]
        acknowledged = sum(run.result() for run in runs)
    print("seeds %d to %d: killed %d times, %d operations were acknowledged" % (SEED, SEED + DEVICES - 1, KILLS, acknowledged))
    assert acknowledged > KILLS // 2
