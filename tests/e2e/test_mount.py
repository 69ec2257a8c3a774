"""A directory of this computer on the device."""

import os
import signal

from conftest import wait_until


def make(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_import_without_copying(krait, device, tmp_path):
    here = make(tmp_path / "src", {"hello.py": "def greet():\n    return 'from ' + __file__\n", "pkg/__init__.py": "", "pkg/deep.py": "x = 9\n"})
    assert krait.out("mount", here, "--", "exec", "import hello; print(hello.greet())\nfrom pkg.deep import x; print(x)") == "from /remote/hello.py\n9\n"
    assert list(device.root.iterdir()) == []
    assert krait("exec", "import pkg.other").returncode == 1


def test_mount_for_the_rest_of_a_chain(krait, tmp_path):
    here = make(tmp_path / "src", {"m.py": "print('imported')\n"})
    assert krait.out("mount", here, "+", "exec", "import m", "+", "eval", "__import__('os').listdir('/remote')") == "imported\n['m.py']\n"


def test_reading_and_writing(krait, tmp_path):
    here = make(tmp_path / "src", {"in.txt": "alpha\nbeta\n" * 5000})
    program = """
import os
lines = [line for line in open('/remote/in.txt')]
print(len(lines), lines[-1].strip())
with open('/remote/out.txt', 'w') as f:
    for i in range(3000):
        f.write('row %d\\n' % i)
with open('/remote/out.txt', 'a') as f:
    f.write('end\\n')
with open('/remote/out.txt', 'rb') as f:
    f.seek(-4, 2)
    print(f.read(), f.tell())
os.mkdir('/remote/d')
os.rename('/remote/out.txt', '/remote/d/moved.txt')
print(sorted(os.listdir('/remote')), os.stat('/remote/d/moved.txt')[6])
os.remove('/remote/in.txt')
try:
    open('/remote/in.txt')
except OSError as e:
    print(e.errno)
"""
    (tmp_path / "p.py").write_text(program)
    out = krait.out("mount", here, "--", "run", tmp_path / "p.py").splitlines()
    size = sum(len("row %d\n" % i) for i in range(3000)) + 4
    assert out == ["10000 beta", "b'end\\n' %d" % size, "['d', 'in.txt']", str(size), "2"] or out == [
        "10000 beta", "b'end\\n' %d" % size, "['d', 'in.txt'] %d" % size, "2"]
    assert (here / "d" / "moved.txt").read_text().endswith("row 2999\nend\n")
    assert not (here / "in.txt").exists()


def test_read_only(krait, tmp_path):
    here = make(tmp_path / "src", {"a": "1"})
    done = krait("mount", "-r", here, "--", "exec", "print(open('/remote/a').read())\nopen('/remote/b', 'w')")
    assert done.stdout == "1\n" and done.returncode == 1 and "Read-only" in done.stderr
    assert not (here / "b").exists()


def test_the_device_never_leaves_the_directory(krait, tmp_path):
    here = make(tmp_path / "src", {"ok": "ok"})
    make(tmp_path, {"secret": "secret"})
    os.symlink(tmp_path / "secret", here / "link")
    os.symlink("..", here / "up")
    for path in ("/remote/link", "/remote/../secret", "/remote/up/secret", "/remote/x/../../secret"):
        done = krait("mount", here, "--", "exec", "print(open(%r).read())" % path)
        assert done.returncode == 1 and "secret" not in done.stdout, path


def test_a_mount_survives_a_soft_reset(krait, tmp_path):
    here = make(tmp_path / "src", {"m.py": "print('again')\n"})
    assert krait.out("mount", here, "--", "exec", "import m", "+", "reset", "+", "exec", "import m") == "again\nagain\n"


def test_a_client_that_vanishes_leaves_an_error_and_no_mount(krait, tmp_path, background):
    here = make(tmp_path / "src", {"big": "x" * 100000})
    process = background(krait.start("mount", here))
    wait_until(lambda: krait("eval", "__import__('os').stat('/remote/big')[6]").stdout == "100000\n", "it is mounted")
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_until(lambda: krait("eval", "__import__('os').stat('/remote/big')").returncode == 1, "it is gone")
    assert krait.out("eval", "1") == "1\n"


def test_ctrl_c_ends_a_mount(krait, tmp_path, background):
    process = background(krait.start("mount", make(tmp_path / "src", {"a": ""})))
    assert b"mounted" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 0
