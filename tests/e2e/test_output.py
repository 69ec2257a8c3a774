"""A krait whose output has nowhere to go, or whose standard files are closed, says so, ends, and leaves no program behind."""

import os
import subprocess

import pytest
from conftest import BIN, PATIENCE, Krait, free_port, wait_until

LOST = "cannot write to standard output"
SPIN = "while True: print('x')"
STUBBORN = "while True:\n try:\n  while True: print('x')\n except KeyboardInterrupt: pass"


def run(krait, *arguments, closed=(), **options):
    """The command with some of its first three files closed."""
    line = " ".join("%d>&-" % number for number in closed)
    return subprocess.run(["/bin/sh", "-c", 'exec "$@" ' + line, "sh", BIN / "krait", *arguments], env=krait.environment, timeout=PATIENCE,
                          **{"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True, **options})


@pytest.mark.parametrize("arguments", [("exec", "print(1)"), ("eval", "1"), ("info",), ("--json", "info"), ("devices",), ("ls", ":"), ("cat", ":a"),
                                       ("--help",), ("--version",)], ids=" ".join)
def test_output_that_is_lost_is_an_error(krait, device, arguments):
    (device.root / "a").write_text("a\n")
    done = run(krait, *arguments, closed=[1])
    assert (done.returncode, LOST in done.stderr or "could not write" in done.stderr) == (6, True), done
    with open("/dev/full", "w") as full:
        done = run(krait, *arguments, stdout=full)
    assert (done.returncode, done.stderr.count("standard output")) == (6, 1), done


def test_nothing_to_say_is_no_error(krait):
    assert run(krait, "exec", "x = 1", closed=[1]).returncode == 0
    assert run(krait, "exec", "print(1)", closed=[2], stdout=subprocess.PIPE).stdout == "1\n"
    assert run(krait, "exec", "1/0", closed=[0, 1, 2]).returncode == 1


def test_closed_input_is_its_end(krait):
    assert run(krait, "exec", "import sys; print(repr(sys.stdin.read()))", closed=[0], stdout=subprocess.PIPE).stdout == "''\n"
    assert run(krait, "repl", closed=[0], stdout=subprocess.PIPE).returncode == 0


@pytest.mark.parametrize("arguments", [("exec", SPIN), ("exec", STUBBORN), ("--json", "exec", SPIN)], ids=["spin", "stubborn", "json"])
def test_who_reads_no_more_ends_the_program(krait, background, arguments):
    process = background(krait.start(*arguments))
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(PATIENCE) == 6
    assert "could not write to standard output" in process.stderr.read().decode()
    krait("reset", "--soft")  # for the stubborn one
    assert krait.out("eval", "1+1") == "2\n"


def test_prompt_without_a_reader_ends(krait, background):
    process = background(krait.start("repl", stdin=subprocess.PIPE))
    process.stdin.write((SPIN + "\n\nopen('later', 'w').close()\n").encode())
    process.stdin.flush()
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(PATIENCE) == 6
    assert krait.out("exec", "import os; print(os.listdir('/'))") == "[]\n"


def test_cat_stops_when_nobody_reads(krait, device, background):
    with open(device.root / "big", "wb") as file:
        os.truncate(file.fileno(), 1 << 34)
    process = background(krait.start("cat", ":big", ":big"))
    process.stdout.read(10)
    process.stdout.close()
    assert process.wait(PATIENCE) == 6
    assert process.stderr.read().decode() == "krait: %s\n" % LOST


def test_a_device_whose_standard_files_are_closed(new_device, tmp_path):
    """No connection gets the number of the log's file, or what is printed."""
    device = new_device(start=False)
    command = [BIN / "kraitd", "--root", device.root, "--state", device.state, "--listen", "127.0.0.1:%d" % free_port(), "--name", "mute"]
    process = subprocess.Popen(["/bin/sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *command])
    try:
        uri = wait_until(lambda: subprocess.run([*command, "--pairing-uri"], capture_output=True, text=True).stdout.strip(), "the key is made")
        krait = Krait(tmp_path / "user")
        wait_until(lambda: krait("pair", uri).returncode == 0, "the device listens")
        assert krait.out("exec", "print(1)") == "1\n"
        names = [os.readlink("/proc/%d/fd/%d" % (process.pid, number)) for number in range(3)]
        assert names == ["/dev/null"] * 3
    finally:
        process.terminate()
        process.wait(PATIENCE)


def test_a_program_whose_output_is_closed(tmp_path):
    """A socket of the program does not get what it prints."""
    code = "import socket\na, b = socket.socketpair() if hasattr(socket, 'socketpair') else (socket.socket(), socket.socket())\nprint('lost')\nimport sys\nsys.stderr.write(str(min(a.fileno(), b.fileno())))"
    done = subprocess.run(["/bin/sh", "-c", 'exec "$@" <&- >&-', "sh", BIN / "kraitpy", "-c", code], stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
    assert done.returncode == 0 and int(done.stderr) > 2
