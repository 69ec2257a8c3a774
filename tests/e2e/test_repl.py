"""The prompt, through a pseudo-terminal."""


def test_a_conversation(krait, terminal):
    t = terminal(krait, "repl")
    t.expect(">>> ")
    t.type("x = 6 * 7\n")
    t.expect(">>> ")
    t.type("x\n")
    t.expect(r"\n42\r?\n")
    t.expect(">>> ")
    t.type("_ + 1\n")
    t.expect(r"\n43\r?\n")
    t.expect(">>> ")
    t.type("\x04")
    assert t.wait() == 0


def test_blocks_and_errors(krait, terminal):
    t = terminal(krait, "repl")
    t.expect(">>> ")
    t.type("def f(n):\n")
    t.expect(r"\.\.\. ")
    t.type("return n * 2\n")  # the prompt has typed the indent
    t.expect(r"\.\.\. ")
    t.type("\x15\n")
    t.expect(">>> ")
    t.type("f(21)\n")
    t.expect(r"\n42\r?\n")
    t.expect(">>> ")
    t.type("[1,\n")
    t.expect(r"\.\.\. ")
    t.type("2]\n")
    t.expect(r"\[1, 2\]")
    t.expect(">>> ")
    t.type("1/0\n")
    t.expect("ZeroDivisionError")
    t.expect(">>> ")
    t.type("1 +* 2\n")
    t.expect("SyntaxError")
    t.expect(">>> ")
    t.type("\x04")
    assert t.wait() == 0


def test_ctrl_c_interrupts_a_loop_and_clears_a_line(krait, terminal):
    t = terminal(krait, "repl")
    t.expect(">>> ")
    t.type("print('gone')\x03")
    t.expect("KeyboardInterrupt")
    t.expect(">>> ")
    t.type("print('spin' + 'ning')\n")
    t.expect("spinning")
    t.expect(">>> ")
    t.type("while True: pass\n")
    t.expect(r"\.\.\. ")
    t.type("\x15\n")
    t.expect(r"\n")
    while not any(str(v) != "0" for k, v in krait.json("info")[0].items() if k == "job"):
        pass
    t.type("\x03")
    t.expect("KeyboardInterrupt")
    t.expect(">>> ")
    t.type("print(1+1)\n")
    t.expect(r"\n2\r?\n")


def test_tab_completes_names_of_the_device(krait, terminal):
    krait("exec", "temperature_sensor = 1\ntemperature_limit = 2", check=True)
    t = terminal(krait, "repl")
    t.expect(">>> ")
    t.type("tempe\t")
    t.expect("temperature_")
    t.type("\t")
    t.expect("temperature_limit")
    t.type("li\t")
    t.type("\n")
    t.expect(r"\n2\r?\n")


def test_history_and_paste_mode(krait, terminal):
    t = terminal(krait, "repl")
    t.expect(">>> ")
    t.type("print('first' + '!')\n")
    t.expect("first!")
    t.expect(">>> ")
    t.type("\x1b[A\n")
    t.expect("first!")
    t.expect(">>> ")
    t.type("\x05")
    t.expect("paste mode")
    t.expect("=== ")
    t.type("def g():\n    return 5\n\n    # still inside\nprint('pasted', g())\n\x04")
    t.expect("pasted 5")
    t.expect(">>> ")


def test_input_of_a_program_and_what_was_typed_ahead(krait, terminal):
    t = terminal(krait, "repl")
    t.expect(">>> ")
    t.type("name = input('who? ')\n")
    t.expect(r"who\? ")
    t.type("ann\n")
    t.expect(">>> ")
    t.type("print(name)\nprint('second')\n")
    t.expect(r"\nann\r?\n")
    t.expect(r"\nsecond\r?\n")


def test_exit_leaves(krait, terminal):
    t = terminal(krait, "repl")
    t.expect(">>> ")
    t.type("exit()\n")
    assert t.wait() == 0


def test_lines_from_a_pipe(krait):
    done = krait("repl", input="x = 5\nfor i in range(2):\n    print(i)\n\nx\n")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "0\n1\n5\n"


def test_output_of_others_appears_while_typing(krait, other, terminal):
    t = terminal(krait, "repl")
    t.expect(">>> ")
    done = other("exec", "--take", "print('from bob')")
    assert done.returncode == 0, done.stderr
    t.expect("from bob|taken")


def test_indentation_is_typed_and_taken_back(krait, terminal):
    t = terminal(krait, "repl")
    t.expect(">>> ")
    t.type("def f(n):\n")
    t.expect(r"\.\.\. ")
    t.type("if n:\n")
    t.expect(r"\.\.\. ")
    t.type("return 'yes'\n")
    t.expect(r"\.\.\. ")
    t.type("\x7felse:\n")
    t.expect(r"\.\.\. ")
    t.type("return 'no'\n")
    t.expect(r"\.\.\. ")
    t.type("\n")
    t.expect(">>> ")
    t.type("f(1), f(0)\n")
    t.expect(r"\('yes', 'no'\)")
    t.expect(">>> ")
    t.type("\x04")
    assert t.wait() == 0


def test_tab_completes_modules(krait, terminal):
    t = terminal(krait, "repl")
    t.expect(">>> ")
    t.type("import weakr\t\n")
    t.expect(">>> ")
    t.type("weakref.WeakVal\t.__name__\n")
    t.expect("'WeakValueDictionary'")
    t.expect(">>> ")
    t.type("weakref.We\t\t")
    t.expect("WeakKeyDictionary")
    t.expect("WeakSet")
    t.type("\x15\x04")
    assert t.wait() == 0


def test_paste_mode_is_cancelled(krait, terminal):
    t = terminal(krait, "repl")
    t.expect(">>> ")
    t.type("\x05")
    t.expect("=== ")
    t.type("print('nev' + 'er')\n")
    t.expect("=== ")
    t.type("\x03")
    t.expect(">>> ")
    t.type("print('a' + 'fter')\n")
    assert "never" not in t.expect(r"(?s).*after").group()


def test_an_end_that_arrives_as_a_nul(krait, terminal):
    t = terminal(krait, "repl")
    t.expect(">>> ")
    t.type("x = 1\x00\n")  # on a line with text it is nothing
    t.expect(">>> ")
    t.type("x\n")
    t.expect(r"\n1\r?\n")
    t.expect(">>> ")
    t.type("\x00")
    assert t.wait() == 0


def test_help(krait, terminal):
    t = terminal(krait, "repl")
    t.expect(">>> ")
    t.type("help(len)\n")
    t.expect(r"len\(object\)\r?\n    The number of items\.")
    t.expect(">>> ")
    t.type("help('modules')\n")
    t.expect("weakref")
