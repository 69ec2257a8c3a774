#!/usr/bin/python3
"""Runs the language tests: each program under kraitpy, its output and exit status beside CPython's.

usage: run.py [--kraitpy PROGRAM] [--jobs N] [--keeps] [PATH...]

A PATH is a program or a folder of programs, by default this folder. What a program has to print stands in NAME.out beside NAME.py when CPython is no oracle for
it (the exit status is then 0, or the number in NAME.exit); otherwise /usr/bin/python3 runs it, too. Of standard error only the last line counts, and only when
the program fails; in a folder called tracebacks all of it does, but for the marks that CPython puts under the lines of frames. The last line of the report is "N passed, N failed".
"""

import argparse
import concurrent.futures
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ORACLE = "/usr/bin/python3"
SECONDS = 60
# In the first line of programs that the 32-bit build cannot run: their output depends on wide words (hash(), the C library's pow()), or they need mbedTLS or zlib.
NEEDS_64 = (b"64-bit words", b"needs a library")
# In the first line of programs whose output tells when objects die. The collector looks for addresses on the C stack, so a build may keep an object longer:
# --keeps says that this build does. Such a program must then only end by itself.
DIES_AT_ONCE = b"dies at once"


def programs(paths):
    for path in paths:
        if os.path.isfile(path):
            yield os.path.abspath(path)
            continue
        for folder, subfolders, files in os.walk(os.path.abspath(path)):
            subfolders[:] = sorted(name for name in subfolders if not name.startswith(("_", "lib")))
            for name in sorted(files):
                if name.endswith(".py") and name != "run.py":
                    yield os.path.join(folder, name)


def without_marks(lines):
    """Lines of a traceback without the ^^^^ under a frame's source line."""
    for number, line in enumerate(lines):
        of_frame = number >= 2 and lines[number - 2].startswith("  File ") and ", in " in lines[number - 2]
        if not (of_frame and line.strip() and not line.strip(" ~^")):
            yield line


def run(interpreter, path):
    """What a program printed, its exit status, and the last line of its standard error."""
    environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")
    try:
        done = subprocess.run([interpreter, os.path.basename(path)], cwd=os.path.dirname(path), env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return "", "no end after %d s" % SECONDS, ""
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    whole = os.path.basename(os.path.dirname(path)) == "tracebacks"
    error = "\n".join(without_marks(lines)) if whole else lines[-1] if lines else ""
    return done.stdout.decode(errors="replace"), done.returncode, error


def expected(path):
    stem = path[:-3]
    if not os.path.exists(stem + ".out"):
        return run(ORACLE, path)
    with open(stem + ".out", encoding="utf-8") as file:
        output = file.read()
    status = 0
    if os.path.exists(stem + ".exit"):
        with open(stem + ".exit", encoding="utf-8") as file:
            status = int(file.read())
    return output, status, None


def difference(want, got):
    """The first line that differs, or an empty text."""
    if got[1] != want[1]:
        return "exit status %s instead of %s; %s" % (got[1], want[1], got[2])
    wanted, printed = want[0].splitlines(), got[0].splitlines()
    for number, (line, other) in enumerate(zip(wanted, printed), 1):
        if line != other:
            return "line %d\n    wanted:  %s\n    printed: %s" % (number, line, other)
    if len(wanted) != len(printed):
        return "%d lines instead of %d" % (len(printed), len(wanted))
    if want[0] != got[0]:
        return "the last newline"
    if want[1] != 0 and want[2] is not None and want[2] != got[2]:
        return "standard error\n    wanted:  %s\n    printed: %s" % (want[2], got[2])
    return ""


def is_wide(kraitpy):
    """True when the machine's words have 64 bits."""
    return run_code(kraitpy, "import sys; print(sys.maxsize > 2**32)") == "True\n"


def run_code(kraitpy, code):
    return subprocess.run([kraitpy, "-c", code], capture_output=True, text=True, timeout=SECONDS, check=False).stdout


def first_line(path):
    with open(path, "rb") as file:
        return file.readline()


def needs_64_bits(path):
    return any(need in first_line(path) for need in NEEDS_64)


def crash(kraitpy, path):
    """What a sanitizer or the system says about a program whose output does not matter, or an empty text."""
    _, status, error = run(kraitpy, path)
    return "" if status in (0, 1) and "runtime error" not in error and "ABORTING" not in error else "exit status %s; %s" % (status, error)


def hidden_module(path):
    """The module that a program hides from itself and its neighbours by bearing its name: both machines would import the program. Or ""."""
    stem = os.path.basename(path)[:-3]
    wanted = re.compile(rb"^\s*(import|from)\s+%s\b" % stem.encode(), re.M)
    for name in os.listdir(os.path.dirname(path)):
        if name.endswith(".py"):
            with open(os.path.join(os.path.dirname(path), name), "rb") as file:
                if wanted.search(file.read()):
                    return stem
    return ""


def check(kraitpy, path, keeps):
    hidden = hidden_module(path) if not os.path.basename(path).startswith("lib") else ""
    if hidden:
        return path, "its name hides the module %s" % hidden
    if keeps and DIES_AT_ONCE in first_line(path):
        return path, crash(kraitpy, path)
    return path, difference(expected(path), run(kraitpy, path))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kraitpy", default=os.path.join(HERE, "..", "..", "build", "bin", "kraitpy"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keeps", action="store_true", help="objects may die late in this build")
    parser.add_argument("paths", nargs="*", default=[HERE])
    options = parser.parse_args()
    kraitpy = os.path.abspath(options.kraitpy)
    passed = failed = 0
    paths = list(programs(options.paths))
    if not is_wide(kraitpy):
        paths = [path for path in paths if not needs_64_bits(path)]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for path, text in pool.map(lambda path: check(kraitpy, path, options.keeps), paths):
            if text:
                failed += 1
                print("FAILED %s: %s" % (os.path.relpath(path, HERE), text))
            else:
                passed += 1
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
