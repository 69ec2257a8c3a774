"""A device without a compiler: krait compiles for it, unasked. What a person does with a prompt and with programs is what test_repl and test_programs do."""

import os
import re
import select

import pytest

from conftest import Device, Krait, wait_until
from test_programs import *
from test_repl import *

del test_commands_are_chained  # its files have other names here

NOTICE = "krait: dev has no compiler: .py files go there as module images, .kri\n"


@pytest.fixture
def device(tmp_path):
    device = Device(tmp_path / "device", program="kraitd_images").start()
    yield device
    device.stop()


def write(folder, **files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / (name + ".py")).write_text(text)
    return folder


def test_the_device_says_so(krait, new_device, tmp_path):
    assert krait.json("info")[0]["compiler"] == "false"
    assert Krait(tmp_path / "eve", new_device()).json("info")[0]["compiler"] == "true"


def test_kinds_of_programs_share_main(krait):
    krait.out("exec", "import sys\ndef f(n):\n    return n + step\nstep = 2")
    assert krait.out("eval", "f(40)") == "42\n"
    krait.out("exec", "step = 3; extra = [f(i) for i in range(3)]")
    assert krait.out("eval", "extra, f(1), 'sys' in globals()") == "([3, 4, 5], 4, True)\n"
    done = krait("eval", "f(1)\n+ (")
    assert done.returncode == 1 and "SyntaxError" in done.stderr


def test_a_traceback_has_the_lines_of_the_program(krait, tmp_path):
    write(tmp_path, prog="# a comment\nimport helper\ndef f(x):\n    return helper.half(x)  \n\nf(0)\n", helper="def half(x):\n    return 1 / x\n")
    krait.out("cp", tmp_path / "helper.py", ":")
    done = krait("run", tmp_path / "prog.py")
    assert done.returncode == 1
    assert done.stderr == """Traceback (most recent call last):
  File "prog.py", line 6, in <module>
    f(0)
  File "prog.py", line 4, in f
    return helper.half(x)
  File "helper.py", line 2, in half
ZeroDivisionError: division by zero
"""
    assert krait("run", "--compile", tmp_path / "prog.py").stderr.count("\n") == 5


def test_syntax_errors_are_found_here(krait, tmp_path):
    program = write(tmp_path, bad="x = 1\ny = 'a' +* 'b'\n") / "bad.py"
    done = krait("run", program)
    assert done.returncode == 1
    assert done.stderr == '  File "bad.py", line 2\n    y = \'a\' +* \'b\'\n             ^\nSyntaxError: invalid syntax\n'
    assert krait.json("run", program)[0]["outcome"] == "exception"
    assert krait("cp", program, ":").returncode == 1 and krait.out("ls", "-1") == ""


def test_copies_are_images(krait, tmp_path):
    write(tmp_path, m="value = 5\n", prog="import sys, m\nprint(sys.argv, m.value)\n")
    (tmp_path / "data.csv").write_text("1,2\n")
    assert krait("cp", tmp_path / "data.csv", ":").stderr == ""
    done = krait("cp", tmp_path / "m.py", tmp_path / "prog.py", ":", "+", "exec", "import m; print(m.value, m.__file__)", "+", "ls", "-1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "5 /m.kri\ndata.csv\nm.kri\nprog.kri\n", NOTICE)
    assert krait("-q", "cp", tmp_path / "m.py", ":").stderr == ""
    assert krait("cp", "--compile", tmp_path / "m.py", ":").stderr == ""
    assert krait.out("run", ":prog.py", "a") == "['/prog.kri', 'a'] 5\n"


def test_source_on_the_device_is_explained(krait, tmp_path):
    write(tmp_path, m="value = 5\n")
    krait.out("cp", "--source", tmp_path / "m.py", ":")
    assert krait.out("ls", "-1") == "m.py\n"
    for command in (["exec", "import m"], ["run", ":m.py"]):
        done = krait(*command)
        assert done.returncode == 1
        assert done.stderr.endswith("ImportError: /m.py is source, and this device has no compiler: `krait cp` brings it compiled\n"), command
    krait.out("cp", tmp_path / "m.py", ":")
    assert krait.out("ls", "-1") == "m.kri\n" and krait.out("exec", "import m; print(m.value)") == "5\n"


def test_an_image_is_found_before_its_source(krait, tmp_path):
    write(tmp_path, m="value = 'image'\n")
    krait.out("cp", tmp_path / "m.py", ":")
    write(tmp_path, m="value = 'source'\n")
    krait.out("cp", "--source", tmp_path / "m.py", ":")
    assert krait.out("exec", "import m; print(m.value)") == "image\n"


def test_sync(krait, tmp_path):
    app = write(tmp_path / "app", main="import os\nprint(os.listdir('/'))\n")
    write(app / "pack", __init__="from .inner import x\n", inner="x = 7\n")
    done = krait("sync", "--delete", app)
    assert done.stderr == NOTICE and "3 sent, 0 unchanged, 0 removed" in done.stdout
    assert "0 sent, 3 unchanged, 0 removed" in krait.out("sync", "--delete", app)
    write(app / "pack", inner="x = 8\n")
    assert "1 sent, 2 unchanged, 0 removed" in krait.out("sync", "--delete", app)
    krait.out("reset")
    assert krait.out("exec", "--wait", "import pack; print(pack.x)") == "8\n"
    assert "3 sent" in krait.out("sync", "--source", "--delete", app) and "main.py" in krait.out("ls", "-1")


def test_imports_over_a_mount(krait, device, tmp_path):
    here = write(tmp_path / "src", hello="def fail():\n    raise ValueError(__file__)\n", prog="import pack.deep\nprint(pack.deep.x)\n")
    write(here / "pack", __init__="", deep="x = 9\n")
    assert krait.out("mount", here, "--", "run", here / "prog.py") == "9\n"
    assert krait.out("mount", here, "--", "run", ":/remote/prog.py") == "9\n"
    done = krait("mount", here, "--", "exec", "import hello\nhello.fail()")
    assert done.stderr.endswith('  File "/remote/hello.py", line 2, in fail\n    raise ValueError(__file__)\nValueError: /remote/hello.kri\n')
    seen = "import os; print(sorted(os.listdir('/remote')), open('/remote/hello.py').readline(), end='')"
    assert krait.out("mount", here, "--", "exec", seen) == "['hello.py', 'pack', 'prog.py'] def fail():\n"
    assert list(device.root.iterdir()) == []


def test_a_mounted_module_is_compiled_as_it_is_now(krait, tmp_path, background):
    here = write(tmp_path / "src", m="v = 1\n")
    process = background(krait.start("mount", here))
    process.stderr.readline()
    assert krait.out("exec", "import m; print(m.v)") == "1\n"
    write(here, m="v = 'two'\n")
    krait.out("reset")
    assert krait.out("exec", "import m; print(m.v)") == "two\n"
    write(here, m="v = 'it''s'\nv = \\\n")
    krait.out("reset")
    done = krait("exec", "try:\n    import m\nexcept SyntaxError as e:\n    print('refused'); raise")
    assert done.stdout == "refused\n" and "SyntaxError: it does not compile:\n" in done.stderr and '"/remote/m.py", line 2' in done.stderr


def test_a_real_image_on_a_mount(krait, tmp_path):
    here = write(tmp_path / "src", m="print('from the image')\n")
    krait.out("compile", here / "m.py")
    (here / "m.py").unlink()
    assert krait.out("mount", here, "--", "exec", "import m; open('/remote/new.kri', 'w').write('x')") == "from the image\n"
    assert (here / "new.kri").read_text() == "x"


def test_boot_and_main(krait, device, tmp_path):
    write(tmp_path, boot="booted = 1\n", main="started = booted + 1\n")
    krait.out("cp", tmp_path / "boot.py", tmp_path / "main.py", ":")
    krait.out("reset")
    assert krait.out("eval", "--wait", "started") == "2\n"
    krait.out("reset", "--safe")
    assert krait("eval", "started").returncode == 1
    (device.root / "main.kri").unlink()
    (device.root / "main.py").write_text("started = 3\n")
    krait.out("reset", "--hard")
    assert krait.out("eval", "--wait", "booted") == "1\n"
    wait_until(lambda: "main.py ended with an exception" in device.log_text(), "the log tells of main.py")


def test_programs_that_compile_get_an_exception(krait):
    for text in ("exec('x = 1')", "eval('1')", "compile('1', '<string>', 'eval')"):
        done = krait("exec", text)
        assert done.returncode == 1 and done.stderr.endswith("NotImplementedError: <string> is source, and this device has no compiler\n"), text
    assert krait.out("exec", "def f(): return 7\nprint(eval(f.__code__))") == "7\n"


def test_code_of_an_image_is_marshalled(krait, tmp_path):
    """Code that nobody has called yet, of a module whose names have other numbers elsewhere."""
    write(tmp_path, m="import marshal\nG = 5\ndef f(a, b=[1]):\n    def inner():\n        return a + G\n    return inner\ndata = marshal.dumps(f.__code__)\n")
    krait.out("cp", tmp_path / "m.py", ":")
    use = "import m, marshal\nG = 1\nf = type(lambda: 1)(marshal.loads(m.data), {'x': 0, 'G': 40})\nprint(f(2, 0)(), len(marshal.dumps(m.f.__code__)) == len(m.data))"
    assert krait.out("exec", use) == "42 True\n"


def test_the_prompt_of_a_serial_line(new_device, tmp_path):
    new_device("--pty", tmp_path / "pty", program="kraitd_images")
    line = os.open(tmp_path / "pty", os.O_RDWR | os.O_NOCTTY)
    seen = b""

    def expect(pattern):
        nonlocal seen
        while not re.search(pattern, seen, re.S):
            assert select.select([line], [], [], 60)[0], seen
            seen += os.read(line, 4096)

    try:
        os.write(line, b"\x02")
        expect(rb"No compiler here: use `krait repl` or `krait run`\.\r\n>>> ")
        os.write(line, b"1 + 1\r")
        expect(rb"NotImplementedError: this device has no compiler: `krait exec`, `krait run` and `krait repl` compile for it\r\n>>> ")
        os.write(line, b"\x01print(1)\x04")
        expect(rb"raw REPL; CTRL-B to exit\r\n>OK\x04Traceback.*NotImplementedError.*\x04>|raw REPL; CTRL-B to exit\r\n>OK\x04NotImplementedError.*\x04>")
    finally:
        os.close(line)
