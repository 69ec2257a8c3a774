"""Module images: compiled here, run on the device."""

import os
import subprocess

from conftest import BIN

KRAITPY = str(BIN / "kraitpy")

MODULE = '''"""A module."""
LIMIT = 10 ** 30
TEXT = "käse \\ud800"


class Counter:
    def __init__(self, *, start=0):
        self.n = start

    def up(self, by=1):
        try:
            self.n += by
        finally:
            return self


def squares(n):
    return [i * i for i in range(n) if i in {1, 2, 3}]
'''


def test_run_compiles_here(krait, tmp_path):
    program = tmp_path / "prog.py"
    program.write_text("import sys\nprint(sys.argv, __name__)\ndef f():\n    return 1 / 0\nf()\n")
    done = krait("run", "--compile", program, "a")
    assert done.returncode == 1
    assert done.stdout == "[%r, 'a'] __main__\n" % str(program)
    assert 'File "prog.py", line 4, in f' in done.stderr and done.stderr.endswith("ZeroDivisionError: division by zero\n")


def test_compile_and_run_the_image(krait, tmp_path):
    (tmp_path / "m.py").write_text("print('from an image', [x for x in 'ab'])\n")
    assert krait("compile", tmp_path / "m.py").returncode == 0
    assert krait.out("run", tmp_path / "m.kri") == "from an image ['a', 'b']\n"
    assert krait("compile", "-o", tmp_path / "other.kri", tmp_path / "m.py").returncode == 0
    assert (tmp_path / "other.kri").read_bytes() == (tmp_path / "m.kri").read_bytes()


def test_run_what_the_device_stores(krait, tmp_path):
    """Source or image, with arguments, beside what it imports; nothing of the program before is left."""
    (tmp_path / "prog.py").write_text("import sys, beside\nprint(sys.argv, __name__, __file__, beside.x, 'y' in globals())\ny = 1\nsys.exit(3)\n")
    (tmp_path / "beside.py").write_text("x = 'beside'\n")
    krait.out("mkdir", ":/d")
    krait.out("cp", tmp_path / "prog.py", tmp_path / "beside.py", ":/d/")
    for _ in range(2):
        done = krait("run", ":d/prog.py", "a b")
        assert (done.stdout, done.returncode) == ("['/d/prog.py', 'a b'] __main__ /d/prog.py beside False\n", 3)
    krait.out("compile", tmp_path / "prog.py")
    krait.out("cp", tmp_path / "prog.kri", ":/d/")
    done = krait("run", ":/d/prog.kri")
    assert (done.stdout, done.returncode) == ("['/d/prog.kri'] __main__ /d/prog.kri beside False\n", 3)
    done = krait("run", ":/none.py")
    assert done.returncode == 1 and "No such file or directory: '/none.py'" in done.stderr
    assert krait("run", "--compile", ":/d/prog.py").returncode == 2


def test_copy_compiled_replaces_the_source(krait, tmp_path):
    (tmp_path / "m.py").write_text(MODULE)
    use = "import m; print(m.Counter(start=m.LIMIT).up().n - m.LIMIT, m.squares(9), ascii(m.TEXT), m.__doc__)"
    krait.out("cp", tmp_path / "m.py", ":")
    source = krait.out("exec", use)
    krait.out("cp", "--compile", tmp_path / "m.py", ":")
    krait.out("reset")
    assert krait.out("exec", use) == source == "1 [1, 4, 9] 'k\\xe4se \\ud800' A module.\n"
    assert krait.out("ls", "-1") == "m.kri\n"
    assert krait.out("exec", "print(m.__file__)") == "/m.kri\n"


def test_sync_compiled(krait, tmp_path):
    folder = tmp_path / "app"
    (folder / "pack").mkdir(parents=True)
    (folder / "pack/__init__.py").write_text("from .inner import x\n")
    (folder / "pack/inner.py").write_text("x = 5\n")
    (folder / "data.txt").write_text("kept\n")
    krait.out("sync", folder)
    assert "2 sent, 1 unchanged, 2 removed" in krait.out("sync", "--compile", folder)
    krait.out("reset")
    assert krait.out("exec", "import pack; print(pack.x, pack.__file__, pack.inner.__file__)") == "5 /pack/__init__.kri /pack/inner.kri\n"
    assert krait.out("cat", ":data.txt") == "kept\n"
    assert "0 sent, 3 unchanged, 0 removed" in krait.out("sync", "--compile", folder)


def test_main_image_runs_at_the_start(krait, device, tmp_path):
    (tmp_path / "main.py").write_text("import os\nopen('/ran.txt', 'w').write('yes')\n")
    krait.out("cp", "--compile", tmp_path / "main.py", ":")
    krait.out("reset")
    assert krait.out("exec", "--wait", "print(open('/ran.txt').read())") == "yes\n"


def test_source_that_does_not_compile(krait, tmp_path):
    (tmp_path / "bad.py").write_text("x = 1\ndef (\n")
    for verb in (["compile"], ["run", "--compile"]):
        done = krait(*verb, tmp_path / "bad.py")
        assert done.returncode == 1 and "bad.py does not compile" in done.stderr and "line 2" in done.stderr
    assert krait("cp", "--compile", tmp_path / "bad.py", ":").returncode == 1
    assert krait.out("ls", "-1") == "" and not (tmp_path / "bad.kri").exists()


def damage(image, offset, value):
    return image[:offset] + bytes([value]) + image[offset + 1:]


def test_images_that_do_not_fit_are_refused(krait, tmp_path):
    (tmp_path / "m.py").write_text(MODULE)
    assert krait("compile", tmp_path / "m.py").returncode == 0
    image = (tmp_path / "m.kri").read_bytes()
    for wrong, words in ((damage(image, 4, 200), "has format 200"), (damage(image, len(image) - 9, 0x55), "is damaged"), (image[:40], "is damaged"), (image + b"more", "is damaged")):
        (tmp_path / "wrong.kri").write_bytes(wrong)
        krait.out("cp", tmp_path / "wrong.kri", ":")
        done = krait("exec", "import wrong")
        assert done.returncode == 1 and "ImportError: the module image " in done.stderr and words in done.stderr and "compile the module again" in done.stderr
    assert krait.out("eval", "1 + 1") == "2\n"


def test_kraitpy_compiles(tmp_path):
    (tmp_path / "m.py").write_text(MODULE)
    assert subprocess.run([KRAITPY, "--compile", "m.py"], cwd=tmp_path).returncode == 0
    os.remove(tmp_path / "m.py")
    done = subprocess.run([KRAITPY, "-c", "import m; print(m.Counter().up(2).n, m.__file__)"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("2 %s\n" % (tmp_path / "m.kri"), "")
    assert subprocess.run([KRAITPY, "m.kri"], cwd=tmp_path).returncode == 0
