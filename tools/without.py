#!/usr/bin/env python3
"""Finds what a build leaves out of the machine: whole files, and single members of built-in modules and types.

usage: without.py VM OUTPUT.txt CHOICE...

A CHOICE is a part, for which a file of vm/absent stands in (`complex`: vm/absent/complex.c in the place of vm/types/complex.c), a member by the name of its C function or object
(`math_erf`: vm/core/native.h), or a list of such: a file of vm/absent without an ending, with choices and `#` comments.

Prints a line `part STAND-IN ORIGINAL` for each file that is replaced, and writes the members to OUTPUT.txt for tools/names.py. A choice that is none of these is an error.
"""

import pathlib
import re
import sys

ENTRY = re.compile(r"KR_(?:GETSET_|OBJECT_)?ENTRY\(\s*\w+,\s*(\w+)\)")
# A table that a macro makes, KR_ENTRY(name, kr_byte_##name), has as members what is defined so.
PASTED = re.compile(r"KR_ENTRY\(\s*name,\s*(\w+_)##name\)")
FUNCTION = re.compile(r"KR_(?:FUNCTION|METHOD|STATIC|CLASSMETHOD)\w*\(\s*\w+,\s*(\w+)")
ROW = re.compile(r"\bN\((\w+), ")


def members(vm):
    """What the sources have entries for; what comes of lists of rows is called FILE_NAME, or as the entry's macro says."""
    found = set()
    for path in vm.glob("*/*.c"):
        text = path.read_text()
        found.update(ENTRY.findall(text))
        for prefix in PASTED.findall(text) + [path.stem + "_"]:
            found.update(prefix + name for name in ROW.findall(text))
            found.update(name for name in FUNCTION.findall(text) if name.startswith(prefix))
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
