"""exec, eval and run."""

import signal

from conftest import wait_until


def test_exec_prints(krait):
    assert krait.out("exec", "print(1)") == "1\n"


def test_eval_prints_the_value(krait):
    assert krait.out("eval", "[1, 'a', 2.5]") == "[1, 'a', 2.5]\n"


def test_names_live_on_between_execs(krait):
    krait("exec", "x = 41", check=True)
    assert krait.out("eval", "x + 1") == "42\n"


def test_exception_is_exit_1_with_traceback(krait):
    done = krait("exec", "def f():\n    return 1 / 0\nf()")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "Traceback (most recent call last):",
        '  File "<string>", line 3, in <module>',
        '  File "<string>", line 2, in f',
        "ZeroDivisionError: division by zero",
    ]


def test_syntax_error_shows_file_line_and_caret(krait, tmp_path):
    (tmp_path / "bad.py").write_text("x = 1\nif x = 2:\n    pass\n")
    done = krait("run", tmp_path / "bad.py")
    assert done.returncode == 1
    assert 'File "bad.py", line 2' in done.stderr
    assert "if x = 2:" in done.stderr and "^" in done.stderr and "SyntaxError" in done.stderr


def test_exit_status_of_sys_exit(krait):
    assert krait("exec", "import sys; sys.exit(7)").returncode == 7
    assert krait("exec", "import sys; sys.exit()").returncode == 0
    done = krait("exec", "import sys; sys.exit('no sensor')")
    assert done.returncode == 1 and "no sensor" in done.stderr


def test_run_passes_arguments_and_keeps_streams_apart(krait, tmp_path):
    program = tmp_path / "prog.py"
    program.write_text("import sys\nprint(sys.argv[1:])\nprint('oops', file=sys.stderr)\n")
    done = krait("run", program, "a", "-b", "--json", "c d")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "['a', '-b', '--json', 'c d']\n"
    assert done.stderr == "oops\n"


def test_run_sends_standard_input(krait, tmp_path):
    program = tmp_path / "sum.py"
    program.write_text("import sys\nprint(sum(int(line) for line in sys.stdin))\n")
    assert krait.out("run", program, input="1\n2\n39\n") == "42\n"


def test_input_reads_lines(krait, tmp_path):
    program = tmp_path / "ask.py"
    program.write_text("name = input('name? ')\nprint('hello', name)\ntry:\n    input()\nexcept EOFError:\n    print('end')\n")
    assert krait.out("run", program, input="ann\n") == "name? hello ann\nend\n"


def test_run_takes_the_program_from_standard_input(krait):
    assert krait.out("run", "-", input="print(6 * 7)\n") == "42\n"


def test_long_programs_and_long_output(krait, tmp_path):
    program = tmp_path / "long.py"
    lines = ["x%d = %d" % (i, i) for i in range(6000)]
    program.write_text("\n".join(lines) + "\nprint(x5999)\nfor i in range(20000):\n    print('line', i)\n")
    out = krait.out("run", program).splitlines()
    assert out[0] == "5999" and len(out) == 20001 and out[-1] == "line 19999"


def test_output_comes_while_the_program_runs(krait, background):
    process = background(krait.start("exec", "import time\nprint('ready')\nwhile True:\n    time.sleep(0.01)"))
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"KeyboardInterrupt" in err


def test_a_busy_loop_is_interrupted(krait, background):
    process = background(krait.start("exec", "print('go')\nwhile True: pass"))
    assert process.stdout.readline() == b"go\n"
    krait("interrupt", check=True)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1 and b"KeyboardInterrupt" in err


def test_a_program_that_swallows_interrupts_is_left_by_the_third(krait, background):
    text = "print('go')\nwhile True:\n    try:\n        while True: pass\n    except BaseException as e:\n        print('no')"
    process = background(krait.start("exec", text))
    assert process.stdout.readline() == b"go\n"
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == b"no\n"
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == b"no\n"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    krait("reset", check=True)
    assert krait.out("eval", "1 + 1") == "2\n"


def test_time_out_interrupts_and_exits_5(krait):
    done = krait("--timeout", "0.3", "exec", "while True: pass")
    assert done.returncode == 5
    assert krait.out("eval", "2") == "2\n"


def test_json_output(krait):
    lines = krait.json("eval", "'x' * 3")
    assert lines == [{"outcome": "ok", "code": 0, "value": "'xxx'"}]
    lines = krait.json("exec", "print('hi')")
    assert lines[0] == {"stream": "stdout", "text": "hi\n"} and lines[-1]["outcome"] == "ok"
    lines = krait.json("exec", "1/0")
    assert lines[-1]["outcome"] == "exception" and "ZeroDivisionError" in lines[-1]["error"]


def test_commands_are_chained(krait, tmp_path):
    (tmp_path / "m.py").write_text("value = 5\n")
    done = krait("cp", tmp_path / "m.py", ":", "+", "exec", "import m; print(m.value)", "+", "ls", "-1")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "5\nm.py\n"


def test_a_chain_stops_at_the_first_failure(krait):
    done = krait("exec", "1/0", "+", "exec", "print(2)")
    assert done.returncode == 1 and done.stdout == ""


def test_a_vanished_client_ends_its_program(krait, background):
    process = background(krait.start("exec", "print('go')\nwhile True: pass"))
    assert process.stdout.readline() == b"go\n"
    process.kill()
    process.wait()
    wait_until(lambda: krait("eval", "1 + 1").stdout == "2\n", "the device is free again")


def test_memory_errors_leave_the_device_working(krait):
    done = krait("exec", "x = []\nwhile True: x.append(bytes(4096))")
    assert done.returncode == 1 and "MemoryError" in done.stderr
    assert krait.out("exec", "x = None\nprint(len(bytes(100000)))") == "100000\n"


def test_deep_recursion_is_an_exception(krait):
    done = krait("exec", "def f(): return f()\nf()")
    assert done.returncode == 1 and "RecursionError" in done.stderr
    assert krait.out("eval", "3") == "3\n"


# --- what a program leaves behind ---


def test_last_words_are_not_the_next_programs(krait):
    """atexit functions and __del__ run when the machine starts anew; what they print is not output of the program that starts it."""
    krait.out("exec", "import sys\nclass Late:\n  def __del__(self): print('del ' * 50)\nlate = Late()\nsys.atexit(lambda: print('exit ' * 5000))")
    done = krait("run", "-", input="print('mine')")
    assert (done.stdout, done.stderr) == ("mine\n", "")


def test_last_words_end(krait, device):
    """Whatever they are, the device can be reset, and ends."""
    endless = "import sys\ndef forever(*unused):\n  while True: pass\nclass Late:\n  __del__ = forever\nlate = [Late(), Late()]\nsys.atexit(forever)"
    for command in (["run", "-"], ["reset"]):
        krait.out("exec", endless)
        krait.out("-t", "30", *command, input="print('mine')" if command[0] == "run" else None)
        assert krait("eval", "'late' in globals()").stdout == "False\n"
    krait.out("exec", endless)
    assert device.stop() == 0
