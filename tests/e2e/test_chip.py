"""The firmware on an emulated chip: built for lx106, run in QEMU under the memory guard, driven by the real krait over TCP.

tools/chip builds what this needs. Every test fails, whatever it is about, when the guard saw an access that the chip would not allow.
"""

import pathlib
import random
import re
import shutil
import socket
import time

import pytest

from chip import RESERVE, Chip, keep_busy, try_prompt
from conftest import PATIENCE, ROOT, Krait, wait_until


@pytest.fixture
def new_chip(tmp_path):
    """Makes chips; all are ended, and none may have broken a rule of the chip's memory."""
    made = []

    def make(name="chip", **options):
        made.append(Chip(tmp_path / name, **options))
        return made[-1].start()

    yield make
    for chip in made:
        if chip.process.poll() is None:
            violations, _, report = chip.stop() or (0, 0, "")
            assert violations == 0, report


@pytest.fixture
def chip(new_chip):
    return new_chip()


@pytest.fixture
def krait(chip, tmp_path):
    return Krait(tmp_path / "ann", chip)


def test_boots_and_runs_python(krait):
    assert krait.out("exec", "print(6 * 7)") == "42\n"
    assert krait.out("eval", "'%s %.3f' % (2 ** 100, 1 / 3)") == "'1267650600228229401496703205376 0.333'\n"


def test_says_what_it_is(krait):
    info = krait.out("info")
    assert "krait-esp8266" in info
    assert krait.out("exec", "import sys; print(sys.platform)") == "esp8266\n"


def test_keeps_its_key_and_counts_its_starts(new_chip, tmp_path):
    chip = new_chip()
    first = chip.uri
    chip.stop()
    chip.start()
    assert chip.uri.split("#")[1] == first.split("#")[1]
    assert Krait(tmp_path / "bob", chip).json("info")[0]["boots"] == "2"


def test_wrong_key_is_refused(chip, tmp_path):
    wrong = chip.uri.split("#")[0] + "#" + "A" * 43
    done = Krait(tmp_path / "eve")("pair", wrong)
    assert done.returncode == 4, done.stderr


def test_traceback_and_exit_codes(krait):
    done = krait("exec", "1 / 0")
    assert done.returncode == 1
    assert "ZeroDivisionError: division by zero" in done.stderr


def test_messages_are_whole(krait):
    """They lie packed in flash."""
    program = "for text in (\"[] + ()\", \"int('x')\", \"'a' + 1\", \"len(5)\", \"{}.get()\", \"x = = 1\", \"'%d' % 'a'\"):\n try: eval(text)\n except Exception as e: print(type(e).__name__, e)"
    assert krait.out("exec", program).splitlines() == [
        "TypeError can only concatenate list (not \"tuple\") to list", "ValueError invalid literal for int() with base 10: 'x'",
        "TypeError can only concatenate str (not \"int\") to str", "TypeError object of type 'int' has no len()", "TypeError get expected at least 1 argument, got 0",
        "SyntaxError invalid syntax (<string>, line 1)", "TypeError %d format: a real number is required, not str"]


def test_a_stranger_is_answered_at_once(chip):
    """And not when lwIP's timer comes, which is every twentieth of a second."""
    request = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" \
              b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: krait.1\r\n\r\n"
    times = []
    while len(times) < 10 or min(times) > 0.04 and len(times) < 100:
        with socket.create_connection(("127.0.0.1", chip.port), timeout=PATIENCE) as one:
            begin = time.monotonic()
            one.sendall(request)
            assert b" 101 " in one.recv(200)
            times.append(time.monotonic() - begin)
    assert min(times) < 0.04


def test_modules_import_modules(krait, tmp_path):
    """Each level takes some of a stack of a few kilobytes."""
    for n in range(4):
        (tmp_path / ("m%d.py" % n)).write_text("import m%d\nx = m%d.x + 1\n" % (n + 1, n + 1) if n < 3 else "x = 0\n")
        krait.out("cp", tmp_path / ("m%d.py" % n), ":/")
    assert krait.out("exec", "import m0; print(m0.x)") == "3\n"
    assert krait.out("exec", "import asyncio; print(asyncio.Event().is_set())") == "False\n"


def test_programs_as_long_as_memory_allows(krait):
    """The text lies in the heap of Python until the program has run; what does not fit is refused in so many words."""
    line = "total = total + 1  # a line of some length, so that the text is long and the program is not\n"
    assert krait.out("exec", "total = 0\n" + line * 60 + "print(total)") == "60\n"
    assert krait.out("exec", "total = 0\n" + line * 100 + "print(total)") == "100\n"
    done = krait("exec", line * 400)
    assert done.returncode != 0 and "no room for the program text" in done.stderr
    assert krait.out("eval", "total") == "100\n"


def test_whole_trees(krait, tmp_path):
    """More files than the device serves at once."""
    tree = tmp_path / "tree"
    for i in range(14):
        file = tree / ("d%d" % (i % 3)) / ("f%d" % i)
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_bytes(random.Random(i).randbytes(100 + 700 * i))
    krait.out("cp", "-r", tree, ":/")
    krait.out("cp", "-r", ":/", tmp_path / "back")
    for file in tree.rglob("f*"):
        assert (tmp_path / "back" / file.relative_to(tree.parent)).read_bytes() == file.read_bytes()


GREEDY = """
import time
kept = [None] * 900
at = 0
def fill(n):
    global at
    try:
        while at < 900:
            kept[at] = bytearray(n)
            at += 1
    except MemoryError: pass
for n in (500, 200, 100, 60, 40, 24, 16, 8, 1): fill(n)
try:
    while at < 900:
        kept[at] = []
        at += 1
except MemoryError: pass
print('full')
while True: time.sleep_ms(5)
"""


def test_a_full_heap_does_not_lock_anybody_out(chip, krait, tmp_path, background):
    """Somebody else connects, asks, reads files, and ends the program that has taken all memory."""
    (tmp_path / "file").write_bytes(bytes(range(256)) * 20)
    krait.out("cp", tmp_path / "file", ":/file")
    greedy = background(krait.start("exec", GREEDY, bufsize=0))
    assert greedy.stdout.read(5) == b"full\n"
    greedy.kill()  # its client: the program gets KeyboardInterrupt, and 5 seconds
    greedy.communicate()
    krait.out("reset")
    assert krait.out("exec", "print('free')") == "free\n"
    (tmp_path / "main.py").write_text(GREEDY)
    krait.out("cp", tmp_path / "main.py", ":/main.py")
    krait.out("reset")
    bob = Krait(tmp_path / "bob", chip)
    wait_until(lambda: int(bob.json("info")[0]["job"]) > 0, "main.py runs")
    bob.out("cp", ":/file", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == (tmp_path / "file").read_bytes()
    for _ in range(5):  # each a session of its own, the one before it hardly gone
        assert "main.py" in bob.out("ls", ":/")
    bob.out("rm", ":/main.py")
    bob.out("interrupt")  # what main.py has kept is still there
    bob.out("reset")
    assert bob.out("exec", "print('served')") == "served\n"


def test_busy_loop_is_interrupted(krait, background):
    busy = keep_busy(krait, background, "while True: pass")
    krait.out("interrupt")
    out, error = busy.communicate(timeout=60)
    assert b"KeyboardInterrupt" in error


def test_reset_begins_again(chip, krait):
    krait.out("reset", "--hard")
    chip.wait_for_uri()
    assert krait.json("info")[0]["boots"] == "2"


# --- files ---


def test_files_go_both_ways(krait, tmp_path):
    data = bytes(range(256)) * 120 + b"end"
    (tmp_path / "data.bin").write_bytes(data)
    krait.out("mkdir", ":/d")
    krait.out("cp", tmp_path / "data.bin", ":/d/data.bin")
    krait.out("cp", ":/d/data.bin", tmp_path / "back.bin")
    assert (tmp_path / "back.bin").read_bytes() == data
    assert krait.out("exec", "f = open('/d/data.bin', 'rb'); f.seek(30000); print(f.read(3), f.seek(0, 2))") == "%r %d\n" % (data[30000:30003], len(data))
    krait.out("mv", ":/d/data.bin", ":/moved.bin")
    krait.out("rm", "-r", ":/moved.bin", ":/d")
    assert "moved" not in krait.out("ls", ":/")


def test_files_outlive_a_power_cut(new_chip, tmp_path):
    chip = new_chip()
    krait = Krait(tmp_path / "ann", chip)
    krait.out("exec", "f = open('/kept.txt', 'w'); f.write('kept' * 500); f.close()")
    chip.kill()
    chip.start()
    assert Krait(tmp_path / "bob", chip).out("cat", ":/kept.txt") == "kept" * 500


def test_sync(krait, tmp_path):
    here = tmp_path / "project"
    (here / "lib").mkdir(parents=True)
    (here / "one.py").write_text("import lib.two\nprint(lib.two.x)\n")
    (here / "lib" / "two.py").write_text("x = 'two'\n")
    krait.out("sync", here, ":/")
    assert krait.out("exec", "import one") == "two\n"
    (here / "lib" / "two.py").write_text("x = 'three'\n")
    krait.out("sync", here, ":/")
    krait.out("reset")
    assert krait.out("exec", "import one") == "three\n"


def test_mount(krait, tmp_path):
    here = tmp_path / "project"
    here.mkdir()
    (here / "hello.py").write_text("def greet():\n    return 'from ' + __file__\n")
    program = "import hello; print(hello.greet()); f = open('/remote/out.txt', 'w'); f.write('x' * 3000); f.close()"
    assert krait.out("mount", here, "--", "exec", program) == "from /remote/hello.py\n"
    assert (here / "out.txt").read_text() == "x" * 3000


# --- programs ---


def test_several_clients_at_once(chip, krait, tmp_path, background):
    busy = keep_busy(krait, background)
    bob = Krait(tmp_path / "bob", chip)
    (tmp_path / "f").write_text("x" * 1000)
    bob.out("cp", tmp_path / "f", ":/f")
    assert bob.out("cat", ":/f") == "x" * 1000
    assert bob.json("info")[0]["sessions"] == "2"
    bob.out("interrupt")
    _, error = busy.communicate(timeout=60)
    assert b"KeyboardInterrupt" in error


def test_prompt(krait, terminal):
    try_prompt(krait, terminal)


def test_prompt_on_the_cable(chip):
    chip.type("\r")
    chip.expect(r">>> ")
    chip.type("21 * 2\r")
    chip.expect(r"42\r\n>>> ")
    chip.type("while True: pass\r\r\r")
    chip.type("\x03")
    chip.expect(r"KeyboardInterrupt")


def run_example(krait, tmp_path, name, call):
    """The sources are compiled here: where they run, code stays in flash. Returns what it printed, and what it prints on a computer."""
    folder = tmp_path / name
    shutil.copytree(ROOT / "examples" / name, folder, ignore=shutil.ignore_patterns("README.md"))
    krait.out("compile", *folder.glob("*.py"))
    krait.out("cp", *folder.glob("*.kri"), ":/")
    done = krait("exec", "import main; main." + call)
    assert done.returncode == 0, done.stderr
    return done.stdout, (pathlib.Path(__file__).parent / "examples" / (name + ".out")).read_text()


@pytest.mark.parametrize("name,call", [("soil_moisture", "main(3)"), ("heart_rate", "main(40)")])
def test_example(krait, tmp_path, name, call):
    """Figures have a chip's floats, of 32 bits."""
    assert same_but_for_rounding(*run_example(krait, tmp_path, name, call))


def test_example_in_small_batches(krait, tmp_path):
    """Air quality: this heap has room for a batch of one record, not of four; the records are the same."""
    records = re.compile(r'\{"n": [^}]*\}')
    ours, theirs = run_example(krait, tmp_path, "air_quality", "main(6, 1)")
    assert len(records.findall(ours)) == 6
    assert same_but_for_rounding("\n".join(records.findall(ours)), "\n".join(records.findall(theirs)))


def same_but_for_rounding(ours, theirs):
    """The same text, in which numbers may differ by the last place of 32-bit floats."""
    number = re.compile(r"-?\d+(?:\.\d+)?")
    pairs = zip(map(float, number.findall(ours)), map(float, number.findall(theirs)))
    return number.sub("#", ours) == number.sub("#", theirs) and all(abs(a - b) <= 0.0011 * max(1, abs(b)) for a, b in pairs)


# --- recovery ---


def test_safe_mode_on_request(chip, krait, tmp_path):
    (tmp_path / "main.py").write_text("print('main runs')\nwhile True: pass\n")
    krait.out("cp", tmp_path / "main.py", ":/main.py")
    krait.out("reset", "--safe")
    chip.wait_for_uri()
    assert krait.json("info")[0]["safe"] == "true"
    assert krait.out("exec", "print(1)") == "1\n"
    krait.out("rm", ":/main.py")
    krait.out("reset", "--hard")
    assert krait.json("info")[0]["safe"] == "false"


@pytest.mark.parametrize("name", ["main.py", "main.kri"])
def test_three_failed_starts_lead_to_safe_mode(chip, krait, tmp_path, name):
    (tmp_path / "main.py").write_text("import machine\nmachine.reset()\n")
    krait.out("cp", *["--compile"] * (name == "main.kri"), tmp_path / "main.py", ":/main.py")
    krait("reset", "--hard")
    chip.expect("safe mode: three starts in a row ended early")
    chip.wait_for_uri()
    assert krait.json("info")[0]["safe"] == "true"
    krait.out("rm", ":/" + name)
    assert krait.out("exec", "print('mended')") == "mended\n"


# --- strangers ---


def connect(chip):
    return socket.create_connection(("127.0.0.1", chip.port), timeout=PATIENCE)


def test_garbage_and_half_open_connections(chip, krait, background):
    """The paired client is served whatever strangers send, and not at all."""
    noise = random.Random(1)
    busy = keep_busy(krait, background)
    kept = [connect(chip) for _ in range(6)]
    for i in range(40):
        with connect(chip) as one:
            try:
                one.sendall(noise.randbytes(noise.randrange(1, 3000)) if i % 2 else b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * i)
            except OSError:
                pass
    for one in kept:
        one.close()
    krait.out("interrupt")
    busy.communicate(timeout=60)
    assert krait.out("exec", "print('served')") == "served\n"


def test_the_guard_sees_what_breaks_the_rules(tmp_path):
    """A chip with less RAM than the image was built for: the guard that never complains would be no guard."""
    chip = Chip(tmp_path / "chip", reserve=RESERVE + 8192).start()
    violations, _, report = chip.stop()
    assert violations > 0 and "outside of the map" in report
