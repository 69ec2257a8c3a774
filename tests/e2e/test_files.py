"""The file verbs, sync and resume."""

import hashlib
import os
import signal
import subprocess

import pytest

from conftest import BIN, PATIENCE, wait_until

CONTENTS = [b"", b"x", b"line\n" * 1000, bytes(range(256)) * 5000]


@pytest.mark.parametrize("data", CONTENTS, ids=["empty", "byte", "text", "binary"])
def test_copy_there_and_back(krait, device, tmp_path, data):
    (tmp_path / "a.bin").write_bytes(data)
    krait("cp", tmp_path / "a.bin", ":/deep/er/b.bin", check=True)
    assert (device.root / "deep" / "er" / "b.bin").read_bytes() == data
    krait("cp", ":/deep/er/b.bin", tmp_path / "c.bin", check=True)
    assert (tmp_path / "c.bin").read_bytes() == data
    assert krait("cat", ":/deep/er/b.bin", binary=True).stdout == data


def test_trees(krait, device, tmp_path):
    tree = tmp_path / "src"
    for path in ("main.py", "lib/a.py", "lib/deep/b.py", "data/ü €.txt"):
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text("# " + path)
    (tree / "empty").mkdir()
    krait("cp", "-r", tree, ":/app", check=True)
    assert sorted(str(p.relative_to(device.root / "app")) for p in (device.root / "app").rglob("*")) == sorted(
        str(p.relative_to(tree)) for p in tree.rglob("*"))
    krait("cp", "-r", ":/app", tmp_path / "back", check=True)
    assert (tmp_path / "back" / "data" / "ü €.txt").read_text() == "# data/ü €.txt"
    assert (tmp_path / "back" / "empty").is_dir()
    out = krait.out("tree", ":/app")
    assert "├── data/" in out and "b.py" in out
    assert krait.out("ls", "-1", "-r", ":/app").split("\n")[0] == "data/"


def test_moving_and_removing(krait, device):
    krait("mkdir", "-p", ":/a/b", check=True)
    krait("exec", "open('/a/x','w').write('1')", check=True)
    krait("mv", ":/a/x", ":/a/b", check=True)
    assert (device.root / "a" / "b" / "x").read_text() == "1"
    krait("cp", ":/a/b/x", ":/a/y", check=True)
    assert (device.root / "a" / "y").read_text() == "1"
    done = krait("rm", ":/a")
    assert done.returncode == 6 and "-r" in done.stderr and (device.root / "a").is_dir()
    krait("rm", "-r", ":/a", check=True)
    assert not (device.root / "a").exists()
    assert krait("rm", ":/a").returncode == 6
    krait("rm", "-f", ":/a", check=True)


def test_df(krait):
    row = krait.json("df")[0]
    assert row["size"] > 0 and row["size"] == row["used"] + row["free"]


def test_what_is_no_file_is_written_into(krait, device, tmp_path):
    """A copy and a compiled program do not take the place of a device or a link."""
    (device.root / "f").write_bytes(b"from there")
    (tmp_path / "m.py").write_text("x = 1\n")
    kept, link = tmp_path / "kept", tmp_path / "link"
    link.symlink_to(kept)
    krait.out("cp", ":/f", link)
    assert link.is_symlink() and kept.read_bytes() == b"from there"
    krait.out("compile", "-o", link, tmp_path / "m.py")
    image = kept.read_bytes()
    assert link.is_symlink() and image != b"from there"
    kept.unlink()
    subprocess.run([BIN / "kraitpy", "--compile", tmp_path / "m.py", link], check=True, timeout=PATIENCE)
    assert link.is_symlink() and kept.read_bytes()[:4] == image[:4]
    os.mkfifo(tmp_path / "pipe")
    end = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    krait.out("cp", ":/f", tmp_path / "pipe")
    assert os.read(end, 100) == b"from there" and (tmp_path / "pipe").is_fifo()
    os.close(end)
    assert sorted(os.listdir(tmp_path)) == ["ann", "device", "kept", "link", "m.py", "pipe"]


def test_errors_name_the_file_and_exit_6(krait):
    for command in (["cat", ":/none"], ["ls", ":/none"], ["cp", ":/none", "."], ["mv", ":/none", ":/x"]):
        done = krait(*command)
        assert done.returncode == 6, command
        assert "/none" in done.stderr and "no such file" in done.stderr, done.stderr


def test_nothing_leaves_the_root(krait, device, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    (device.root / "link").symlink_to(secret)
    (device.root / "dirlink").symlink_to(tmp_path)
    for path in (":/link", ":/dirlink/secret", ":/../../secret", ":" + str(secret)):
        done = krait("cat", path)
        assert done.returncode != 0 and "secret" not in done.stdout, path
    (tmp_path / "new").write_text("new")
    krait("cp", tmp_path / "new", ":/dirlink/planted")
    assert not (tmp_path / "planted").exists()
    assert krait("exec", "print(open('/dirlink/secret').read())").returncode == 1


def test_sync_sends_only_what_differs(krait, device, tmp_path):
    tree = tmp_path / "src"
    for i in range(20):
        (tree / ("d%d" % (i % 3))).mkdir(parents=True, exist_ok=True)
        (tree / ("d%d" % (i % 3)) / ("f%d" % i)).write_text("file %d" % i)
    assert krait.json("sync", tree, ":/app")[-1]["sent"] == 20
    assert krait.json("sync", tree, ":/app")[-1] == {"sent": 0, "same": 20, "removed": 0, "directories": 0}
    (tree / "d1" / "f1").write_text("FILE 1")
    (device.root / "app" / "extra").write_text("only there")
    plan = krait.json("sync", "--dry-run", "--delete", tree, ":/app")
    assert {"action": "update", "path": "d1/f1", "dry_run": True} in plan
    assert {"action": "remove", "path": "extra", "dry_run": True} in plan
    assert (device.root / "app" / "extra").exists()
    krait("sync", "--delete", tree, ":/app", check=True)
    assert not (device.root / "app" / "extra").exists()
    assert (device.root / "app" / "d1" / "f1").read_text() == "FILE 1"


def test_sync_replaces_a_file_by_a_directory(krait, device, tmp_path):
    tree = tmp_path / "src"
    (tree / "x").mkdir(parents=True)
    (tree / "x" / "y").write_text("y")
    (device.root / "x").write_text("a file")
    krait("sync", tree, ":", check=True)
    assert (device.root / "x" / "y").read_text() == "y"


def test_an_old_file_survives_a_put_that_breaks_off(krait, device, tmp_path, background):
    (device.root / "a.bin").write_bytes(b"old")
    big = tmp_path / "a.bin"
    big.write_bytes(os.urandom(48 << 20))
    process = background(krait.start("cp", big, ":/a.bin"))
    part = lambda: [p for p in device.root.iterdir() if "krait-part" in p.name and p.stat().st_size > 0]
    wait_until(lambda: part() or process.poll() is not None, "a part arrives")
    process.kill()
    process.wait()
    if (device.root / "a.bin").read_bytes() == b"old":
        assert krait.out("ls", "-1").split() == ["a.bin"]  # the part does not show
        krait("cp", big, ":/a.bin", check=True)
    assert hashlib.sha256((device.root / "a.bin").read_bytes()).digest() == hashlib.sha256(big.read_bytes()).digest()
    assert not part()


def test_a_copy_goes_on_after_the_device_was_killed(krait, device, tmp_path, background):
    big = tmp_path / "big"
    big.write_bytes(os.urandom(48 << 20))
    process = background(krait.start("cp", big, ":/big"))
    wait_until(lambda: any("krait-part" in p.name and p.stat().st_size > 0 for p in device.root.iterdir()) or process.poll() is not None,
               "a part arrives")
    device.stop(signal.SIGKILL)
    device.start()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert (device.root / "big").read_bytes() == big.read_bytes()


def test_acknowledged_files_survive_kill_9(krait, device, tmp_path):
    for i in range(10):
        (tmp_path / "f").write_text("content %d" % i)
        krait("cp", tmp_path / "f", ":/f%d" % i, check=True)
    device.stop(signal.SIGKILL)
    device.start()
    assert [krait.out("cat", ":/f%d" % i) for i in range(10)] == ["content %d" % i for i in range(10)]
