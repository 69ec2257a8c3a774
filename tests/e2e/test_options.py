"""What MicroPython's users and test runners give to the local interpreter, and modules of the ROM as programs."""

import os
import pathlib
import subprocess

from conftest import BIN, PATIENCE

KRAITPY = str(BIN / "kraitpy")
ADAPTER = str(pathlib.Path(__file__).resolve().parents[1] / "compat" / "micropython")


def run(*command, cwd=None):
    environment = dict(os.environ, KRAITPY=KRAITPY)
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, cwd=cwd, env=environment, stdin=subprocess.DEVNULL)


def test_heap_size_is_the_heap():
    small = run(KRAITPY, "-X", "emit=bytecode", "-X", "heapsize=300k", "-c", "import gc; print(gc.mem_alloc() + gc.mem_free() < 300 * 1024)")
    assert (small.stdout, small.stderr) == ("True\n", "")
    full = run(KRAITPY, "-X", "heapsize=300k", "-c", "bytearray(400_000)")
    assert full.returncode == 1 and full.stderr.splitlines()[-1].startswith("MemoryError")
    wrong = run(KRAITPY, "-X", "heapsize=many", "-c", "pass")
    assert wrong.returncode == 2 and "many" in wrong.stderr


def test_module_of_the_rom_runs_as_a_program():
    done = run(KRAITPY, "-m", "unittest", "--help")
    assert done.returncode == 0 and done.stdout.startswith("usage:")
    assert run(KRAITPY, "-m", "keyword").returncode == 0
    missing = run(KRAITPY, "-m", "no.such.module")
    assert missing.returncode == 1 and "no.such.module" in missing.stderr.splitlines()[-1]


def test_file_comes_before_the_rom(tmp_path):
    (tmp_path / "keyword.py").write_text("import sys\nprint(__name__, sys.argv[0] == __file__)\n")
    assert run(KRAITPY, "-m", "keyword", cwd=tmp_path).stdout == "__main__ True\n"


def test_adapter_of_the_public_suite(tmp_path):
    probe = tmp_path / "target_info.py"
    probe.write_text("print('not asked')\n")
    assert run(ADAPTER, str(probe)).stdout.split() == ["linux", "None", "None", "standard", "None", "64", "True", "detailed"]
    program = tmp_path / "program.py"
    program.write_text("import sys\nprint(sys.implementation.name)\n")
    assert run(ADAPTER, "-X", "emit=bytecode", str(program)).stdout == "krait\n"
