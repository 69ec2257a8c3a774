"""Runs programs in both interpreters and compares what they print.

Many programs share a process, each in a namespace of its own behind a line that says its number, since starting a process takes longer than
a program. When a process does not come to its end, its programs run again one by one. A program that is alone is a file like any other, so
its names are a module's and not those of a dict.

DELIBERATE lists the differences that are meant: a line that CPython prints, the line in its place, and why."""
import os
import re
import shlex
import shutil
import subprocess
import tempfile

ORACLE = ["/usr/bin/python3", "-I", "-S", "-W", "ignore"]
PATIENCE = 20  # seconds that a process may take
MARK = "\x01"
HERE = os.path.dirname(os.path.abspath(__file__))

DRIVER = '''
for number, text in enumerate(PROGRAMS):
    print(%r, number, sep="")
    scope = {"__name__": "__main__"}
    try:
        exec(PRELUDE, scope)
        exec(compile(text, "program", "exec"), scope)
    except BaseException as e: print("!!", type(e).__name__, e)
''' % MARK

# (what CPython prints, what stands in its place, why): regular expressions for whole lines.
DELIBERATE = [
    (r".*TypeError:? \S*\.(\w+\(\) takes .*)", r".*TypeError:? \w+\(\) takes .*", "built-in functions do not know their module"),
    (r".*TypeError.*argument.*", r".*TypeError.*argument.*", "how a built-in function words that it got too many or too few"),
    (r".*TypeError.*(multiply sequence by|interpreted as an integer).*", r".*TypeError.*(multiply sequence by|interpreted as an integer).*", "which of two sequences is said to be no number"),
    (r".*(__weakref__|mappingproxy).*", r".*", "classes have no __weakref__, and their __dict__ is a dict"),
    (r".*TypeError: %b requires .*'str'.*", r".*", "b'%s' takes a str, as MicroPython's libraries rely on"),
    (r".*'__delattr__'.*", r".*'__delattr__'.*", "dir() of what object has"),
    (r".*TypeError: reduce\(\) arg 2 must support iteration.*", r".*TypeError: .* object is not iterable.*", "reduce() has no words of its own"),
    (r".*TypeError:? must be str, not .*", r".*TypeError:? .*must be str, not .*", "which argument must be a str"),
    (r".*TypeError.* the first argument must be callable.*", r".*TypeError.* not callable.*", "when a wrapper of functions looks whether it has one"),
    (r".*Error.*'(collections|functools)\.\w+'.*", r".*Error.*'\w+'.*", "errors name built-in types without their module"),
    (r".*NameError:? .*cannot access free variable.*", r".*UnboundLocalError:? .*cannot access local variable.*", "a comprehension has no frame of its own"),
    (r".*SyntaxError (invalid syntax|.*pattern.*)", r".*SyntaxError .*", "which of several mistakes in a text is told first"),
    (r".*(odict_|OrderedDict mutated|OrderedDict changed).*", r".*(dict_|dictionary changed).*", "views and iterators of an OrderedDict are a dict's"),
    (r".*argument must be iterable.*", r".*(not iterable|non-iterator).*", "x += x of a list that cannot be iterated"),
    (r".*built-in method .*", r".*built-in .*", "names in the reprs of built-in functions"),
]

ADDRESS = re.compile(r" at 0x[0-9a-f]*")


class Difference:
    """What kind it is ("output", "crash", "timeout"), the first line of each that differs, and what went to standard error."""

    def __init__(self, kind, expected="", got="", errors=""):
        self.kind, self.expected, self.got, self.errors = kind, expected, got, errors

    def shape(self):
        """What stays the same when a program gets smaller: the kind, and the errors that are named; without errors, how the lines begin."""
        words = re.compile(r"\b[A-Z]\w*(?:Error|Exit|Iteration|Exception)\b")
        errors = words.findall(self.expected)[:1], words.findall(self.got)[:1]
        return self.kind, errors if errors != ([], []) else (self.expected[:60], self.got[:60])

    def __str__(self):
        return "%s\n  expected %s\n  got      %s%s" % (self.kind, self.expected[:600], self.got[:600], "\n" + self.errors[-2500:] if self.errors else "")


def meant(wanted, printed):
    return any(re.fullmatch(one, wanted) and re.fullmatch(other, printed) for one, other, _ in DELIBERATE)


def compare(expected, got):
    """None, or the first difference of two outputs that is not meant."""
    ours, theirs = ADDRESS.sub(" at 0x", got).split("\n"), ADDRESS.sub(" at 0x", expected).split("\n")
    for wanted, printed in zip(theirs + ["(nothing)"] * (len(ours) - len(theirs)), ours + ["(nothing)"] * (len(theirs) - len(ours))):
        if "multiple bases have instance lay-out conflict" in wanted:
            return None  # the class exists in one of the two: the rest is not comparable
        if wanted != printed and not meant(wanted, printed):
            return Difference("output", wanted, printed)
    return None


class Judge:
    """Knows where the interpreters are; each run is a fresh process."""

    def __init__(self, kraitpy):
        self.krait = shlex.split(kraitpy)
        self.krait[0] = os.path.abspath(self.krait[0])
        self.folder = tempfile.mkdtemp(prefix="differential-")
        with open(os.path.join(HERE, "prelude.py"), encoding="utf-8") as file:
            self.prelude = file.read()

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, command, text):
        """(exit status or None when it took too long, output, errors)"""
        path = os.path.join(self.folder, "program.py")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        environment = {"PYTHONIOENCODING": "utf-8", "PYTHONHASHSEED": "0", "PATH": "/usr/bin:/bin", "ASAN_OPTIONS": "detect_leaks=0"}
        try:
            done = subprocess.run(command + [path], cwd=self.folder, capture_output=True, timeout=PATIENCE, env=environment, stdin=subprocess.DEVNULL, check=False)
        except subprocess.TimeoutExpired:
            return None, "", ""
        return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")

    def alone(self, text):
        """The difference that one program makes, or None."""
        whole = self.prelude + "\n" + text
        status, expected, errors = self.run(ORACLE, whole)
        if status is None or "SyntaxError" in errors or "IndentationError" in errors:
            return None
        ours, got, said = self.run(self.krait, whole)
        if ours is None:
            return Difference("timeout")
        if ours < 0 or "Sanitizer" in said or "runtime error" in said:
            return Difference("crash", "", "status %d" % ours, said)
        found = compare(expected, got)
        if found is None and (ours != 0) != (status != 0):
            found = Difference("output", "status %d %s" % (status, errors[-200:]), "status %d" % ours, said)
        return found

    def outputs(self, command, programs):
        """What each of several programs prints, or None when the process did not come to its end."""
        text = "PROGRAMS = %r\nPRELUDE = compile(%r, 'prelude', 'exec')\n%s" % (programs, self.prelude, DRIVER)
        status, output, _ = self.run(command, text)
        parts = output.split(MARK)[1:]
        return parts if status == 0 and len(parts) == len(programs) else None

    def together(self, programs):
        """For each program the difference that it makes, or None."""
        expected = self.outputs(ORACLE, programs)
        got = expected and self.outputs(self.krait, programs)
        if not got:
            return [self.alone(text) for text in programs]
        return [compare(one, other) for one, other in zip(expected, got)]
