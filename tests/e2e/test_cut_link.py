"""The link is cut at any byte of a command: who is told that it is done finds it done."""

import random
import select
import socket
import subprocess
import threading

import pytest

from conftest import PATIENCE, Krait

STEP = 23  # bytes between two cuts


class Relay:
    """Between the command and the device; the first connection ends when so many bytes have passed in one direction. Later ones pass."""

    def __init__(self, port):
        self.port = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.passed = [0, 0]
        self.cut = None  # (direction, bytes)
        self.cuts = 0
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                with client, socket.create_connection(("127.0.0.1", self.port), PATIENCE) as device:
                    self.carry(client, device)
            except OSError:
                return  # the device is gone: the test is over

    def carry(self, client, device):
        cut, self.cut, self.passed = self.cut, None, [0, 0]
        ends = [client, device]
        while True:
            for end in select.select(ends, [], [])[0]:
                side = ends.index(end)
                try:
                    data = end.recv(65536)
                    last = cut and cut[0] == side and self.passed[side] + len(data) >= cut[1]
                    if last:
                        data = data[:cut[1] - self.passed[side]]
                    ends[1 - side].sendall(data)
                except OSError:
                    return
                self.passed[side] += len(data)
                self.cuts += bool(last)
                if last or not data:
                    return


@pytest.fixture
def relayed(device, tmp_path):
    relay = Relay(device.port)
    krait = Krait(tmp_path / "ann")
    krait("pair", device.uri.replace(":%d" % device.port, ":%d" % relay.listener.getsockname()[1]), "relayed", check=True)
    yield krait, relay, device
    relay.listener.close()


@pytest.mark.parametrize("verb", ["cp", "cp to a folder", "sync", "mv", "rm"])
def test_success_is_never_claimed_falsely(relayed, tmp_path, verb):
    krait, relay, device = relayed
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "file").write_bytes(b"what is new" * 20)
    (device.root / "folder").mkdir()
    commands = {"cp": ["cp", tmp_path / "new" / "file", ":/target"], "cp to a folder": ["cp", tmp_path / "new" / "file", ":/folder/"],
                "sync": ["sync", tmp_path / "new", ":/folder"], "mv": ["mv", ":/old", ":/target"], "rm": ["rm", ":/old"]}
    target = device.root / ("target" if verb in ("cp", "mv") else "folder/file")

    def attempt(cut):
        target.unlink(missing_ok=True)
        (device.root / "old").write_bytes(b"what is new" * 20)
        relay.cut = cut
        code = krait("-t", "5", *commands[verb]).returncode
        if code == 0 and verb != "rm":
            assert target.exists() and target.read_bytes() == b"what is new" * 20, cut
        if code == 0 and verb in ("mv", "rm"):
            assert not (device.root / "old").exists(), cut
        return code

    assert attempt(None) == 0
    for side, whole in enumerate(list(relay.passed)):
        before, places = relay.cuts, range(1, whole, STEP)
        for size in places:
            attempt((side, size))
        assert relay.cuts - before > len(places) - 3  # the end of a link is not always of the same length


def test_the_device_has_not_noticed_yet(device, tmp_path):
    """The link is gone for the command only: for the device the old connection still writes the file, until that is given up."""
    listener, old, over = socket.create_server(("127.0.0.1", 0)), [], threading.Event()
    listener.settimeout(PATIENCE)

    def carry(client, inside, most):
        """Until so many bytes have gone to the device. A connection that comes to its end is closed on both sides, one that is cut on the client's."""
        passed = 0
        while passed < most:
            for end in select.select([client, inside], [], [])[0]:
                data = end.recv(65536)
                if not data:
                    client.close()
                    return inside.close()
                (inside if end is client else client).sendall(data)
                passed += len(data) if end is client else 0
        client.close()

    def stand():
        client, _ = listener.accept()
        old.append(socket.create_connection(("127.0.0.1", device.port)))
        carry(client, old[0], 300000)
        client, _ = listener.accept()
        over.set()
        carry(client, socket.create_connection(("127.0.0.1", device.port)), 1 << 40)

    relay = threading.Thread(target=stand, daemon=True)
    relay.start()
    (tmp_path / "file").write_bytes(bytes(range(256)) * 8192)
    krait = Krait(tmp_path / "ann")
    krait.environment["KRAIT_DEVICE"] = device.uri.replace(":%d" % device.port, ":%d" % listener.getsockname()[1])
    process = krait.start("cp", tmp_path / "file", ":/file")
    assert over.wait(PATIENCE)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(2)  # it asks, and is told that the file is busy
    old[0].close()
    _, error = process.communicate(timeout=PATIENCE)
    assert (process.returncode, error) == (0, b"")
    relay.join(PATIENCE)
    listener.close()
    assert (device.root / "file").read_bytes() == (tmp_path / "file").read_bytes()


def test_a_long_file_from_the_device_is_resumed(relayed, tmp_path):
    """With a part that an earlier command left, with one that is another file's, and after a link that broke in the middle."""
    krait, relay, device = relayed
    size = 1 << 20
    data = random.Random(1).randbytes(size)
    (device.root / "long").write_bytes(data)
    target, part = tmp_path / "long", tmp_path / ".long.krait-part"

    def fetch(cut=None):
        target.unlink(missing_ok=True)
        relay.cut = cut
        krait.out("cp", ":/long", target)
        assert target.read_bytes() == data and not part.exists()
        return relay.passed[1]

    assert fetch() > size
    part.write_bytes(data[:size * 3 // 4])
    assert size // 4 < fetch() < size // 2
    part.write_bytes(bytes(size // 2))
    assert fetch() > size
    assert 0 < fetch((1, size * 3 // 4)) < size // 2
