"""What stands in for parts that are left out (vm/absent): characters are CPython's as far as Latin-1, and only what is there can be left out."""

import ctypes
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
ALPHA, DECIMAL, DIGIT, NUMERIC, SPACE, PRINTABLE, START, CONTINUE, LOWER, UPPER = (1 << i for i in range(10))
ASKED = {ALPHA: str.isalpha, DECIMAL: str.isdecimal, DIGIT: str.isdigit, NUMERIC: str.isnumeric, SPACE: str.isspace, PRINTABLE: str.isprintable,
         START: str.isidentifier, CONTINUE: lambda c: ("a" + c).isidentifier(), LOWER: str.islower, UPPER: str.isupper}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    path = tmp_path_factory.mktemp("absent") / "unicode.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-std=gnu11", "-I", ROOT / "vm", ROOT / "vm/absent/unicode.c", "-o", path], check=True)
    return ctypes.CDLL(str(path))


def mapped(function, c):
    out = (ctypes.c_uint32 * 3)()
    return "".join(map(chr, out[:function(ord(c), out)]))


@pytest.mark.parametrize("c", map(chr, range(0x100)), ids=lambda c: "%02x" % ord(c))
def test_latin_1_is_complete(library, c):
    flags = library.kr_unicode_flags(ord(c))
    for bit, ask in ASKED.items():
        assert bool(flags & bit) == ask(c), ask
    assert library.kr_unicode_decimal(ord(c)) == (int(c) if c.isdecimal() else -1)
    assert mapped(library.kr_unicode_lower, c) == c.lower()
    assert mapped(library.kr_unicode_upper, c) == c.upper()
    assert mapped(library.kr_unicode_title, c) == c.title()
    assert mapped(library.kr_unicode_fold, c) == c.casefold()


@pytest.mark.parametrize("c", ["\u0100", "\u0416", "\u0661", "\u2003", "\U0001f600"], ids=lambda c: "%04x" % ord(c))
def test_all_others_are_letters_without_a_case(library, c):
    assert library.kr_unicode_flags(ord(c)) == ALPHA | PRINTABLE | START | CONTINUE
    assert library.kr_unicode_decimal(ord(c)) == -1
    for function in (library.kr_unicode_lower, library.kr_unicode_upper, library.kr_unicode_title, library.kr_unicode_fold):
        assert mapped(function, c) == c


def choose(tmp_path, *words):
    return subprocess.run([sys.executable, ROOT / "tools/without.py", ROOT / "vm", tmp_path / "out", *words], capture_output=True, text=True)


def test_what_is_there_can_be_left_out(tmp_path):
    done = choose(tmp_path, "complex", "math_erf", "kr_byte_title")
    assert done.stdout == "part %s %s\n" % (ROOT / "vm/absent/complex.c", ROOT / "vm/types/complex.c")
    assert (tmp_path / "out").read_text() == "kr_byte_title\nmath_erf\n"
    assert choose(tmp_path, "small").returncode == 0
    assert choose(tmp_path, "math_no").stderr == "without: the machine has no part or member 'math_no'\n"
