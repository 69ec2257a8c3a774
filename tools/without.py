#!/usr/bin/env python3
"""Finds what a build leaves out of the machine: whole files, and single members of built-in modules and types.

usage: without.py VM OUTPUT.txt CHOICE...

A CHOICE is a part, for which a file of vm/absent stands in (`complex`: vm/absent/complex.c in the place of vm/types/complex.c), a member by the name of its C function
(`math_erf`: vm/core/native.h), or a list of such: a file of vm/absent without an ending, with choices and `#` comments.

Prints a line `part STAND-IN ORIGINAL` for each file that is replaced, and writes the members to OUTPUT.txt for tools/names.py. A choice that is none of these is an error.
"""

import pathlib
import re
import sys

ENTRY = re.compile(r"KR_(?:GETSET_)?ENTRY\(\s*\w+,\s*(\w+)\)")
ROW = re.compile(r"\bN\((\w+), ")


def members(vm):
    """The C functions that the sources have entries for; those of lists of rows are called FILE_NAME."""
    found = set()
    for path in vm.glob("*/*.c"):
        text = path.read_text()
        found.update(ENTRY.findall(text))
        found.update("%s_%s" % (path.stem, name) for name in ROW.findall(text))
    return found


def choices(vm, words):
    for word in words:
        listed = vm / "absent" / word
        if listed.is_file():
            yield from choices(vm, (w for line in listed.read_text().splitlines() for w in line.partition("#")[0].split()))
        else:
            yield word


def main():
    vm, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    known, left = members(vm), set()
    for word in choices(vm, sys.argv[3:]):
        stand_in = vm / "absent" / (word + ".c")
        if stand_in.is_file():
            original = next(path for path in vm.glob("*/%s.c" % word) if path != stand_in)
            print("part %s %s" % (stand_in, original))
        elif word in known:
            left.add(word)
        else:
            sys.exit("without: the machine has no part or member %r" % word)
    text = "".join(word + "\n" for word in sorted(left))
    if not output.exists() or output.read_text() != text:
        output.write_text(text)


if __name__ == "__main__":
    main()
