#!/usr/bin/env python3
"""Writes vm/types/unicode_tables.h: what str's methods know about characters, packed.

usage: unicode.py OUTPUT.h

The data comes from the running Python, whose str methods are the reference. See vm/types/unicode.c for how the tables are read.
"""

import sys
import unicodedata

FLAGS = ("ALPHA", "DECIMAL", "DIGIT", "NUMERIC", "SPACE", "PRINTABLE", "START", "CONTINUE", "LOWER", "UPPER", "TITLE", "IGNORABLE")
STEP = 64
ALL = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def ignorable(c):
    """Case_Ignorable as lower() of a final sigma shows it."""
    s = chr(c)
    return ("a" + s + "\u03a3").lower()[-1] == "\u03c2" and (s + "\u03a3").lower()[-1] != "\u03c2"


def flags(c):
    s = chr(c)
    if 0xD800 <= c < 0xE000:
        return 0
    bits = (s.isalpha(), s.isdecimal(), s.isdigit(), s.isnumeric(), s.isspace(), s.isprintable(), s.isidentifier(),
            ("a" + s).isidentifier(), s.islower(), s.isupper(), unicodedata.category(s) == "Lt", ignorable(c))
    return sum(1 << i for i, bit in enumerate(bits) if bit)


def runs():
    result = []
    for c in range(0x110000):
        f = flags(c)
        if result and result[-1][1] == f:
            result[-1][2] += 1
        else:
            result.append([c, f, 1])
    return result


def pack(all_runs, classes):
    """One byte a run, class * 8 + length - 1; lengths above 7 follow as 7 bits a byte, low ones first."""
    data, index = [], []
    for i, (start, f, length) in enumerate(all_runs):
        if i % STEP == 0:
            index.append((start, len(data)))
        lead = classes.index(f) << 3
        if length <= 7:
            data.append(lead | (length - 1))
            continue
        data.append(lead | 7)
        length -= 8
        while length > 0x7F:
            data.append(length & 0x7F | 0x80)
            length >>= 7
        data.append(length)
    return data, index


def ranges(pairs):
    """[first, last, delta, stride] for (character, what it becomes) in order."""
    result = []
    for c, to in pairs:
        delta = to - c
        last = result[-1] if result else None
        if last and last[2] == delta and c - last[1] in (1, 2) and last[3] in (0, c - last[1]) and c - last[0] < 1024:
            last[3] = c - last[1]
            last[1] = c
        else:
            result.append([c, c, delta, 0])
    return result


def case_ranges(f):
    """The ranges of characters that map to one other character."""
    return ranges((c, ord(f(chr(c)))) for c in ALL if c >= 0x80 and len(f(chr(c))) == 1 and f(chr(c)) != chr(c))


def casefold_exceptions():
    """Where folding is not lower(upper(c)); U+1E9E, the one that folds to two characters, is known to the reader."""
    return [c for c in ALL if chr(c).casefold() != "".join(ch.lower() for ch in chr(c).upper()) and c != 0x1E9E]


def units(text, count):
    codes = [ord(ch) for ch in text]
    assert max(codes) < 0x10000 and len(codes) <= count
    return codes + [0] * (count - len(codes))


def rows(items, per_line, form):
    for i in range(0, len(items), per_line):
        yield "    " + " ".join(form(item) + "," for item in items[i : i + per_line]) + "\n"


def table(kind, name, items, per_line, form):
    yield "static const %s %s[] = {\n" % (kind, name)
    yield from rows(items, per_line, form)
    yield "};\n\n"


def output():
    all_runs = runs()
    classes = sorted({f for _, f, _ in all_runs})
    assert len(classes) <= 32
    data, index = pack(all_runs, classes)
    special = [c for c in ALL if len(chr(c).upper()) > 1 or (chr(c).title() != chr(c).upper() and not 0x10D0 <= c <= 0x10FF)]
    folds = casefold_exceptions()
    yield "/* Written by tools/unicode.py from Unicode %s. */\n\n" % unicodedata.unidata_version
    yield "enum { " + ", ".join("UNICODE_%s = %d" % (name, 1 << i) for i, name in enumerate(FLAGS)) + " };\n\n"
    yield from table("uint16_t", "unicode_classes", classes, 16, lambda v: "0x%x" % v)
    yield "#define UNICODE_INDEX_STEP %d\n" % STEP
    yield from table("unicode_place", "unicode_index", index, 6, lambda v: "{0x%x, %d}" % v)
    yield from table("uint8_t", "unicode_runs", data, 24, lambda v: "%d" % v)
    pair = lambda r: "{0x%x, %d}" % (r[0] | (r[1] - r[0]) << 21 | (r[3] == 2) << 31, r[2])
    yield from table("unicode_range", "unicode_lower", case_ranges(str.lower), 6, pair)
    yield from table("unicode_range", "unicode_upper", case_ranges(str.upper), 6, pair)
    triple = lambda codes: "{" + ", ".join("0x%x" % v for v in codes) + "}"
    yield from table("unicode_special", "unicode_specials", special, 4,
                     lambda c: "{0x%x, %s, %s}" % (c, triple(units(chr(c).upper(), 3)), triple(units(chr(c).title(), 3))))
    assert all(len(chr(c).casefold()) == 1 for c in folds)
    yield from table("unicode_range", "unicode_folds", ranges((c, ord(chr(c).casefold())) for c in folds), 6, pair)


def main():
    with open(sys.argv[1], "w", encoding="ascii") as out:
        out.write("".join(output()))


main()
