"""The local interpreter as a command: what it runs, how it ends, its prompt."""

import os
import pty
import select
import signal
import subprocess
import termios
import time

import pytest

from conftest import BIN, PATIENCE, wait_until

KRAITPY = str(BIN / "kraitpy")


def run(*arguments, stdin="", cwd=None):
    return subprocess.run([KRAITPY, *arguments], input=stdin, capture_output=True, text=True, timeout=PATIENCE, cwd=cwd)


def test_code():
    done = run("-c", "import sys\nprint(sys.argv, sys.path[0] == '')", "a", "-b")
    assert (done.returncode, done.stdout, done.stderr) == (0, "['-c', 'a', '-b'] True\n", "")


def test_output_that_is_lost_is_an_error():
    for flag in ("-u", "-q"):
        with open("/dev/full", "w") as full:
            done = subprocess.run([KRAITPY, flag, "-c", "print(1)"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
        assert (done.returncode, done.stderr) == (120, "kraitpy: cannot write to standard output: No space left on device\n")
    closed = subprocess.run(["/bin/sh", "-c", 'exec "$0" -c "print(1)" >&-', KRAITPY], stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
    assert (closed.returncode, closed.stderr) == (0, "")


def test_file(tmp_path):
    program = tmp_path / "prog.py"
    program.write_text("import sys, helper\nprint(helper.x, sys.argv[1:], __name__, __file__ == sys.argv[0])\n")
    (tmp_path / "helper.py").write_text("x = 'from helper'\n")
    done = run(str(program), "one", "-c")
    assert (done.returncode, done.stdout, done.stderr) == (0, "from helper ['one', '-c'] __main__ True\n", "")


def test_folder(tmp_path):
    (tmp_path / "__main__.py").write_text("import helper\nprint(helper.x)\n")
    (tmp_path / "helper.py").write_text("x = 5\n")
    assert run(str(tmp_path)).stdout == "5\n"


def test_module(tmp_path):
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/__init__.py").write_text("print('init', __name__)\n")
    (tmp_path / "pack/__main__.py").write_text("from . import other\nprint(__name__, __package__)\n")
    (tmp_path / "pack/other.py").write_text("import sys\nprint('other', __name__, sys.argv[1:])\n")
    assert run("-m", "pack", "x", cwd=tmp_path).stdout == "init pack\nother pack.other ['x']\n__main__ pack\n"
    assert run("-m", "pack.other", cwd=tmp_path).stdout == "init pack\nother __main__ []\n"
    done = run("-m", "nosuch", cwd=tmp_path)
    assert done.returncode == 1 and "No module named nosuch" in done.stderr


def test_stdin():
    assert run(stdin="print(6 * 7)").stdout == "42\n"
    assert run("-", "a", stdin="import sys; print(sys.argv)").stdout == "['-', 'a']\n"
    assert run("-c", "print(input('? ') + input())", stdin="one\ntwo\n").stdout == "? onetwo\n"


def test_traceback(tmp_path):
    program = tmp_path / "wrong.py"
    program.write_text("def f():\n    return 1 / 0\nprint('before')\nf()\n")
    done = run(str(program))
    assert (done.returncode, done.stdout) == (1, "before\n")
    assert done.stderr == ("Traceback (most recent call last):\n"
                           "  File \"%s\", line 4, in <module>\n    f()\n"
                           "  File \"%s\", line 2, in f\n    return 1 / 0\n"
                           "ZeroDivisionError: division by zero\n") % (program, program)


@pytest.mark.parametrize("code, status, stderr", [
    ("raise SystemExit", 0, ""), ("import sys; sys.exit(3)", 3, ""), ("import sys; sys.exit(True)", 1, ""),
    ("import sys; sys.exit('bye')", 1, "bye\n"), ("exit(4)", 4, ""), ("raise SystemExit(-1)", 255, ""),
])
def test_exit(code, status, stderr):
    done = run("-c", code)
    assert (done.returncode, done.stderr) == (status, stderr)


def test_usage(tmp_path):
    done = run(str(tmp_path / "none.py"))
    assert done.returncode == 2 and "can't open file" in done.stderr and "No such file or directory" in done.stderr
    assert run("--nonsense").returncode == 2
    assert run("-c").returncode == 2
    assert run("--heap", "zero", "-c", "1").returncode == 2
    assert run("--heap", "8k", "-c", "1").returncode == 2
    assert run("--version").stdout.startswith("Krait ")
    assert "--heap" in run("--help").stdout


def test_heap_limit():
    done = run("--heap", "1m", "-c", "x = []\nwhile True: x.append('x' * 1000)")
    assert done.returncode == 1 and done.stderr.endswith("MemoryError\n")
    assert run("--heap", "64m", "-c", "print(len('x' * 40_000_000))").stdout == "40000000\n"


def test_disassembly():
    listing = run("-X", "dis", "-c", "def double(x): return x + x\nprint(1)").stdout
    assert "double" in listing and "ADD" in listing and "RETURN" in listing


def test_order_of_streams():
    code = "import sys\nfor i in range(3):\n    print(i)\n    print(-i, file=sys.stderr)\n"
    done = subprocess.run([KRAITPY, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=PATIENCE)
    assert done.stdout == "0\n0\n1\n-1\n2\n-2\n"


def read_until(descriptor, text, seen=b"", seconds=PATIENCE):
    """Reads until a text has come, `seen` counted; returns all of it."""
    deadline = time.monotonic() + seconds
    while text not in seen:
        ready, _, _ = select.select([descriptor], [], [], max(0, deadline - time.monotonic()))
        assert ready, (text, seen)
        try:
            data = os.read(descriptor, 4096)
        except OSError:
            data = b""
        assert data, (text, seen)
        seen += data
    return seen


def test_interrupt():
    process = subprocess.Popen([KRAITPY, "-u", "-c", "print('on')\nwhile True: pass"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    read_until(process.stdout.fileno(), b"on")
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=PATIENCE)
    assert process.returncode == -signal.SIGINT and stderr.endswith(b"KeyboardInterrupt\n")


def test_interrupt_of_sleep():
    code = "import time\nprint('on')\ntry: time.sleep(1000)\nexcept KeyboardInterrupt: print('awake')"
    process = subprocess.Popen([KRAITPY, "-u", "-c", code], stdout=subprocess.PIPE)
    read_until(process.stdout.fileno(), b"on")
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=PATIENCE)[0] == b"\nawake\n" or process.returncode == 0


def test_plain_prompt():
    done = run("-i", "-q", stdin="x = 5\nx * 2\ndef f():\n  return x\n\nf()\n1/0\nf() + 1\nexit(7)\n")
    assert done.returncode == 7
    assert done.stdout == "10\n5\n6\n"
    assert "ZeroDivisionError" in done.stderr and ">>> " in done.stderr and "... " in done.stderr


class Terminal:
    """kraitpy at a terminal."""

    def __init__(self, home, *arguments, cwd=None):
        self.process_id, self.descriptor = pty.fork()
        if self.process_id == 0:
            os.environ.update(HOME=str(home), TERM="xterm")
            os.chdir(cwd or ".")
            os.execv(KRAITPY, [KRAITPY, *arguments])
        self.seen = b""
        self.prompt()

    def expect(self, text):
        """Waits for a text and forgets what came up to its end."""
        self.seen = read_until(self.descriptor, text, self.seen).split(text, 1)[1]

    def editing(self):
        return not termios.tcgetattr(self.descriptor)[3] & termios.ICANON

    def prompt(self, text=b">>> "):
        """Waits until a line can be edited: until then the terminal itself would take ctrl-C."""
        self.expect(text)
        wait_until(self.editing, "a line is edited")

    def send(self, text):
        os.write(self.descriptor, text)

    def end(self):
        """The exit code."""
        statuses = []

        def ended():
            process, status = os.waitpid(self.process_id, os.WNOHANG)
            statuses.append(status)
            return process

        wait_until(ended, "kraitpy ends")
        os.close(self.descriptor)
        return os.waitstatus_to_exitcode(statuses[-1])


def test_terminal(tmp_path):
    terminal = Terminal(tmp_path)
    terminal.send(b"print('x' * 20)\r")
    terminal.expect(b"x" * 20)
    terminal.prompt()
    terminal.send(b"while True: pass\r")
    terminal.prompt(b"... ")
    terminal.send(b"\r")
    wait_until(lambda: not terminal.editing(), "the loop runs")
    terminal.send(b"\x03")
    terminal.expect(b"KeyboardInterrupt")
    terminal.prompt()
    terminal.send(b"alphabet = 'abc' * 3\r")
    terminal.prompt()
    terminal.send(b"alph\t\r")
    terminal.expect(b"'abcabcabc'")
    terminal.prompt()
    terminal.send(b"half\x03")
    terminal.expect(b"KeyboardInterrupt")
    terminal.prompt()
    terminal.send(b"\x04")
    assert terminal.end() == 0


def test_history(tmp_path):
    terminal = Terminal(tmp_path)
    terminal.send(b"len('remember me')\r")
    terminal.expect(b"11\r\n")
    terminal.prompt()
    terminal.send(b"exit(9)\r")
    assert terminal.end() == 9
    terminal = Terminal(tmp_path)
    terminal.send(b"\x1b[A\x1b[A\r")
    terminal.expect(b"11\r\n")
    terminal.prompt()
    terminal.send(b"\x04")
    assert terminal.end() == 0


def say(terminal, line, answer):
    """Enters a line, and waits for its answer and the next prompt."""
    terminal.send(line + b"\r")
    terminal.expect(b"\r\n" + answer + b"\r\n")
    terminal.prompt()


def leave(terminal):
    terminal.send(b"\x04")
    assert terminal.end() == 0


def test_indentation_is_typed_for_the_user(tmp_path):
    terminal = Terminal(tmp_path, "-q")
    terminal.send(b"def f(n):\r")
    terminal.prompt(b"... ")
    terminal.send(b"if n:\r")
    terminal.prompt(b"... ")
    terminal.send(b"return 'yes'\r")
    terminal.prompt(b"... ")
    terminal.send(b"\x7felse:  # one step back\r")
    terminal.prompt(b"... ")
    terminal.send(b"return 'no'\r")
    terminal.prompt(b"... ")
    terminal.send(b"\r")
    terminal.prompt()
    say(terminal, b"f(1), f(0)", b"('yes', 'no')")
    terminal.send(b"x = '''a\r")
    terminal.prompt(b"... ")
    terminal.send(b"b'''\r")
    terminal.prompt()
    say(terminal, b"x", b"'a\\nb'")
    leave(terminal)


def test_tab_completes(tmp_path):
    (tmp_path / "pumps.py").write_text("def start(): pass\ndef stop(): pass\n")
    (tmp_path / "pumping").mkdir()
    terminal = Terminal(tmp_path, "-q", cwd=tmp_path)
    terminal.send(b"imp\t pum\t\t")
    terminal.expect(b"pumping")
    terminal.expect(b"pumps")
    terminal.send(b"s\r")
    terminal.prompt()
    terminal.send(b"pumps.st\t\t")
    terminal.expect(b"start")
    terminal.expect(b"stop")
    terminal.send(b"o\t.__name\t\r")
    terminal.expect(b"'stop'")
    terminal.prompt()
    terminal.send(b"from pum\ts im\t sta\t\r")
    terminal.prompt()
    say(terminal, b"start.__name__", b"'start'")
    terminal.send(b"import collections.ab\t\r")
    terminal.prompt()
    terminal.send(b"from collections.ab\t import Mutable\t\t")
    terminal.expect(b"MutableMapping")
    terminal.send(b"Map\t as M\r")
    terminal.prompt()
    say(terminal, b"M.__name__", b"'MutableMapping'")
    terminal.send(b"import mat\t; ma\t\t")
    terminal.expect(b"math")
    terminal.send(b"\x15")
    say(terminal, b"None.__clas\t", b"<class 'NoneType'>")
    leave(terminal)


def test_the_last_value(tmp_path):
    terminal = Terminal(tmp_path, "-q")
    say(terminal, b"6 * 7", b"42")
    terminal.send(b"None\r")
    terminal.prompt()
    say(terminal, b"_ + 1", b"43")
    leave(terminal)


def test_paste_mode(tmp_path):
    terminal = Terminal(tmp_path, "-q")
    terminal.send(b"\x05")
    terminal.expect(b"paste mode")
    terminal.prompt(b"=== ")
    terminal.send(b"def f(n):\r")
    terminal.prompt(b"=== ")
    terminal.send(b"\tif n:\r\r\t\treturn 'pas' + 'ted'\r\r1 + 1\rprint(f(1))\r")
    terminal.send(b"\x04")
    terminal.expect(b"pasted\r\n")
    terminal.prompt()
    terminal.send(b"\x05")
    terminal.prompt(b"=== ")
    terminal.send(b"print('never')\r")
    terminal.prompt(b"=== ")
    terminal.send(b"\x03")
    terminal.prompt()
    terminal.send(b"\x05")
    terminal.prompt(b"=== ")
    terminal.send(b"1 +\r")
    terminal.prompt(b"=== ")
    terminal.send(b"\x04")
    terminal.expect(b"SyntaxError")
    terminal.prompt()
    terminal.send(b"1 +\x01\x05 2\r")  # to the beginning and to the end of the line
    terminal.expect(b"\r\n3\r\n")
    terminal.prompt()
    leave(terminal)


def test_keys_of_the_editor(tmp_path):
    terminal = Terminal(tmp_path, "-q")
    say(terminal, b"12 + 34\x1bb\x1b[D\x1b[D\x7f- ", b"-22")  # back over a word, two left, erase
    say(terminal, b"100 + 20\x175", b"105")  # ctrl-W takes a word
    say(terminal, b"+ 5\x01" + b"7\x05", b"12")
    say(terminal, b"1 + 23\x1b[1;5D9\x1b[1;5C4", b"9235")  # a word back and forth
    say(terminal, b"'gone'\x15'kept'", b"'kept'")
    say(terminal, b"'ac'\x02\x02b", b"'abc'")
    say(terminal, b"\x1b[A\x1b[A\x1b[A", b"9235")  # three lines back in history
    leave(terminal)


def test_prompts_of_the_program(tmp_path):
    terminal = Terminal(tmp_path, "-q")
    terminal.send(b"import sys; sys.ps1 = 'ready> '; sys.ps2 = 'more> '\r")
    terminal.prompt(b"ready> ")
    terminal.send(b"(1 +\r")
    terminal.prompt(b"more> ")
    terminal.send(b"2)\r")
    terminal.expect(b"\r\n3\r\n")
    terminal.prompt(b"ready> ")
    leave(terminal)


def test_an_end_that_was_typed_ahead(tmp_path):
    terminal = Terminal(tmp_path, "-q")
    terminal.send(b"print('started'); input()\r")
    terminal.expect(b"\nstarted")
    terminal.send(b"\x04")
    terminal.expect(b"EOFError")
    terminal.prompt()
    terminal.send(b"import time; print('b' + 'usy'); time.sleep(0.3)\r")
    terminal.expect(b"busy")
    terminal.send(b"\x04")  # while the terminal is not ours
    assert terminal.end() == 0


def test_help_at_the_prompt(tmp_path):
    terminal = Terminal(tmp_path, "-q")
    terminal.send(b"help(len)\r")
    terminal.expect(b"len(object)\r\n    The number of items.\r\n")
    terminal.prompt()
    terminal.send(b"help('modules')\r")
    terminal.expect(b"math")
    terminal.prompt()
    leave(terminal)


def test_options_of_other_interpreters(tmp_path):
    assert run("-v", "-O", "-c", "print(1)").stdout == "1\n"
    assert run("-i", "-q", "-c", "x = 41", stdin="x + 1\n").stdout == "42\n"
    done = subprocess.run([KRAITPY, "-q", "-c", "x = 4"], input="x\n", capture_output=True, text=True, timeout=PATIENCE, env=dict(os.environ, PYTHONINSPECT="1"))
    assert (done.returncode, done.stdout) == (0, "4\n")
