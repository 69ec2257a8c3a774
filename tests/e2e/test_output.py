"""A krait whose output has nowhere to go, or whose standard files are closed, says so, ends, and leaves no program behind."""

import os
import subprocess

import pytest
from conftest import BIN, PATIENCE

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
