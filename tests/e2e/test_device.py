"""kraitd itself: options, keys, signals, full disks."""

import os
import signal
import stat
import subprocess

import pytest

from conftest import BIN, PATIENCE, Krait


def kraitd(*arguments):
    return subprocess.run([BIN / "kraitd", *map(str, arguments)], capture_output=True, text=True, timeout=PATIENCE, stdin=subprocess.DEVNULL)


def test_help_and_version():
    assert "--root" in kraitd("--help").stdout
    assert kraitd("--version").stdout.startswith("kraitd 0.")


@pytest.mark.parametrize("arguments", [
    ["--root"], ["--nonsense"], ["--root", "/nonexistent/dir", "--listen", "127.0.0.1:0", "--name", "a", "--heap", "65536"],
    ["--root", "/", "--listen", "nowhere:x", "--name", "a", "--heap", "65536"], ["--root", "/", "--listen", "127.0.0.1:0", "--name", "a", "--heap", "lots"],
    ["--root", "/", "--listen", "127.0.0.1:0", "--name", "no spaces", "--heap", "65536"],
    ["--root", "/", "--listen", "127.0.0.1:0", "--name", "a", "--heap", "100"]])
def test_wrong_arguments_are_told_in_a_sentence(arguments, tmp_path):
    if "--listen" in arguments:
        arguments = arguments + ["--state", tmp_path / "state"]
    done = kraitd(*arguments)
    assert done.returncode in (1, 2), done
    assert done.stderr and "Traceback" not in done.stderr and len(done.stderr.splitlines()) <= 4


def test_the_first_start_prints_the_uri_and_later_ones_do_not(tmp_path):
    (tmp_path / "root").mkdir()
    for start in range(2):
        process = subprocess.Popen([BIN / "kraitd", "--root", tmp_path / "root", "--state", tmp_path / "state", "--listen", "127.0.0.1:0", "--name", "d",
                                    "--heap", "65536"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if "listening on" in line:
                break
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert (out.startswith("krait://127.0.0.1:") and out.count("\n") == 1) == (start == 0), out


def test_the_key_is_private_and_kept(device, krait):
    for path in [device.state, *device.state.iterdir()]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    device.stop()
    device.start()
    assert krait.out("eval", "1") == "1\n"


def test_the_clients_keys_are_private(krait):
    config = krait.folder / "config"
    files = [p for p in config.rglob("*") if p.is_file()]
    assert files
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_sigterm_ends_it_cleanly_while_a_program_spins(device, krait, background):
    process = background(krait.start("exec", "print('go')\nwhile True: pass"))
    process.stdout.readline()
    assert device.stop(signal.SIGTERM) == 0
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 3


def test_two_devices_on_one_state_folder(device):
    done = kraitd("--root", device.root, "--state", device.state, "--listen", "127.0.0.1:0", "--name", "dev", "--heap", "65536")
    assert done.returncode != 0 and "state" in done.stderr


def test_an_address_that_is_taken(device, tmp_path):
    done = kraitd("--root", tmp_path, "--state", tmp_path / "other", "--listen", device.listen, "--name", "x", "--heap", "65536")
    assert done.returncode != 0 and str(device.port) in done.stderr


def test_key_rotation_shuts_others_out(krait, other):
    krait("key", "rotate", check=True)
    assert krait.out("eval", "1") == "1\n"
    assert other("eval", "1").returncode == 4


def test_several_devices_are_chosen_by_name(new_device, tmp_path):
    one, two = new_device(name="one"), new_device(name="two")
    krait = Krait(tmp_path / "u")
    krait("pair", one.uri, check=True)
    krait("pair", two.uri, "second", check=True)
    done = krait("eval", "1")
    assert done.returncode == 2 and "one" in done.stderr and "second" in done.stderr
    assert krait.out("-d", "second", "eval", "2") == "2\n"
    assert "one" in krait.out("devices") and "second" in krait.out("devices")
    krait("key", "forget", "one", check=True)
    assert krait.out("eval", "3") == "3\n"


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 1 MiB, where this process may mount one."""
    path = tmp_path / "small"
    path.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", path], capture_output=True)
    if done.returncode != 0:
        pytest.skip("mounting needs root")
    yield path
    subprocess.run(["umount", "-l", path], check=True)


def test_a_full_disk_keeps_the_old_file(new_device, small_disk, tmp_path):
    device = new_device(root=small_disk)
    krait = Krait(tmp_path / "u", device)
    (small_disk / "f").write_bytes(b"old content")
    (tmp_path / "f").write_bytes(os.urandom(3 << 20))
    done = krait("cp", tmp_path / "f", ":/f")
    assert done.returncode == 6 and "no space left" in done.stderr.lower(), done.stderr
    assert krait.out("cat", ":/f") == "old content"
    (tmp_path / "g").write_bytes(b"x" * 1000)
    krait("cp", tmp_path / "g", ":/g", check=True)
    done = krait("exec", "f = open('/h', 'w')\nfor i in range(2000): f.write('x' * 1000)\nf.close()")
    assert done.returncode == 1 and "No space left" in done.stderr
    assert krait.out("cat", ":/f") == "old content"


def test_a_small_heap_runs_programs(new_device, tmp_path):
    device = new_device(heap="65536")
    krait = Krait(tmp_path / "u", device)
    assert krait.out("exec", "print(sum([i * i for i in range(100)]))") == "328350\n"
    done = krait("exec", "x = [0] * 100000")
    assert done.returncode == 1 and "MemoryError" in done.stderr
    assert krait.out("eval", "'still here'") == "'still here'\n"


def test_unreachable_and_usage_have_their_codes(device, krait):
    device.stop()
    done = krait("eval", "1")
    assert done.returncode == 3 and "cannot reach" in done.stderr
    assert krait("nonsense").returncode == 2
    assert krait("--timeout", "soon", "ls").returncode == 2
    assert krait("cp", "a").returncode == 2
    assert krait("pair", "krait://nothing").returncode == 2
    assert "did you mean 'sync'" in krait("synk").stderr
    errors = krait.json("eval", "1")
    assert errors[-1]["code"] == 3 and errors[-1]["kind"] == "unreachable"


def test_help_of_every_verb(krait):
    text = krait.out("--help")
    verbs = [line.split()[0] for line in text.splitlines() if line.startswith("  ") and not line.startswith("  -")]
    wanted = "pair key devices info exec eval run repl ls tree cat cp mv rm mkdir df sync mount reset interrupt".split()
    assert set(wanted) <= set(verbs)
    for verb in wanted:
        assert "usage: krait " + verb in krait.out(verb, "--help")
