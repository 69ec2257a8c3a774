"""The house rules that a program can check: who includes whom, what a part may call, how long functions and files are."""

import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]

# A part may include its own headers and the public headers of these parts.
MAY_KNOW = {
    "vm": set(),
    "protocol": set(),
    "daemon": {"vm", "protocol"},
    "client": {"protocol", "vm"},
    "ports": {"daemon", "protocol", "vm"},
}
# What has no business in a part: it would mean a socket, a file, a clock, a thread or a heap.
FORBIDDEN = {
    "vm": {"stdio.h", "stdlib.h", "unistd.h", "fcntl.h", "sys/socket.h", "sys/stat.h", "time.h", "pthread.h", "netinet/in.h"},
    "protocol": {"stdio.h", "stdlib.h", "unistd.h", "fcntl.h", "sys/socket.h", "time.h", "pthread.h", "errno.h"},
    "daemon": {"unistd.h", "fcntl.h", "sys/socket.h", "sys/stat.h", "time.h", "pthread.h", "stdlib.h"},
}
ALLOWED = {
    ("protocol", "src/proto_status.c", "errno.h"),  # the table of statuses maps to the host's errno
    ("protocol", "src/proto_ws_open.c", "stdio.h"),  # snprintf only
    ("protocol", "src/proto_webrepl.c", "stdio.h"),  # snprintf only
}
LONG_FUNCTION = 120
LOOPS = {"vm/run/loop.c"}  # the interpreter loop may be as long as it has opcodes


def sources(part):
    return sorted(p for p in (ROOT / part).rglob("*.[ch]") if "build" not in p.parts)


def public_headers(part):
    return {"krait/" + p.name for p in (ROOT / part / "include" / "krait").glob("*.h")}


def includes(path):
    return re.findall(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', path.read_text(), re.M)


@pytest.mark.parametrize("part", MAY_KNOW)
def test_includes_stay_inside_the_lines(part):
    known = set().union(public_headers(part), *(public_headers(other) for other in MAY_KNOW[part])) if part != "ports" else None
    wrong = []
    for path in sources(part):
        for name in includes(path):
            if name.startswith("krait/") and known is not None and name not in known:
                wrong.append("%s includes %s" % (path.relative_to(ROOT), name))
            for other in MAY_KNOW:
                inside = name.startswith(other + "/") or "/%s/" % other in name
                if other != part and inside:
                    wrong.append("%s includes %s" % (path.relative_to(ROOT), name))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("part", FORBIDDEN)
def test_parts_do_no_input_and_output(part):
    wrong = []
    for path in sources(part):
        relative = str(path.relative_to(ROOT / part))
        for name in FORBIDDEN[part].intersection(includes(path)):
            if (part, relative, name) not in ALLOWED:
                wrong.append("%s/%s includes <%s>" % (part, relative, name))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("part", ["vm", "protocol", "daemon"])
def test_no_heap_of_the_process(part):
    call = re.compile(r"\b(malloc|calloc|realloc|free)\s*\(")
    wrong = [str(p.relative_to(ROOT)) for p in sources(part) if call.search(re.sub(r"/\*.*?\*/", "", p.read_text(), flags=re.S))]
    assert not wrong, "\n".join(wrong)


def functions(text):
    """(name, lines) of each function of a formatted C file: it starts at the margin and ends with '}' at the margin."""
    start = name = None
    for number, line in enumerate(text.split("\n")):
        head = re.match(r"^(?!static const|typedef|struct|enum|union|extern|#|/|\s).*?\b(\w+)\(.*$", line)
        if start is None and head and not line.rstrip().endswith(";"):
            start, name = number, head.group(1)
        elif start is not None and line.startswith("}"):
            yield name, number - start + 1
            start = None
        elif start is not None and line.rstrip().endswith(";") and not line.startswith((" ", "\t")):
            start = None


def test_functions_are_short():
    lengths = []
    wrong = []
    for part in MAY_KNOW:
        for path in sources(part):
            if path.suffix != ".c":
                continue
            for name, length in functions(path.read_text()):
                lengths.append(length)
                if length > LONG_FUNCTION and str(path.relative_to(ROOT)) not in LOOPS:
                    wrong.append("%s: %s has %d lines" % (path.relative_to(ROOT), name, length))
    lengths.sort()
    assert not wrong, "\n".join(wrong)
    assert lengths[len(lengths) // 2] <= 10
    assert lengths[len(lengths) * 9 // 10] <= 40


def test_files_are_not_too_long():
    wrong = [(len(p.read_text().split("\n")), str(p.relative_to(ROOT))) for part in MAY_KNOW for p in sources(part)]
    assert not [w for w in wrong if w[0] > 950]


def test_no_conditional_compilation_in_the_loop():
    for name in ("loop.c", "loop_operators.h"):
        assert not re.search(r"^\s*#\s*if", (ROOT / "vm/run" / name).read_text(), re.M)


def test_no_paths_of_a_machine_and_no_registries():
    wrong = []
    for path in ROOT.rglob("*"):
        if not path.is_file() or ".git" in path.parts or any(part.startswith("build") for part in path.relative_to(ROOT).parts) or path == pathlib.Path(__file__):
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        for word in ("/wor" + "k/", "/tm" + "p/b-", "deb.debian" + ".org", "registry.npm" + "js"):
            if word in text:
                wrong.append("%s mentions %s" % (path.relative_to(ROOT), word))
    assert not wrong, "\n".join(wrong)
