#!/usr/bin/env python3
"""Writes vm/types/unicode_tables.h: what str's methods know about characters, packed.

usage: unicode.py OUTPUT.h

The data comes from the running Python, whose str methods are the reference. See vm/types/unicode.c for how the tables are read.
"""

import collections
import sys
import unicodedata

FLAGS = ("ALPHA", "DECIMAL", "DIGIT", "NUMERIC", "SPACE", "PRINTABLE", "START", "CONTINUE", "LOWER", "UPPER", "TITLE", "IGNORABLE")
STEP = 32
LIKELY = 3  # successors of a class that have short codes
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


def likely_successors(numbers):
    """For each class those that follow it most often."""
    found = [collections.Counter() for _ in range(32)]
    for before, after in zip([0, *numbers], numbers):
        found[before][after] += 1
    return [[number for number, _ in (counter + collections.Counter({0: 0})).most_common(LIKELY)] for counter in found]


def length_bits(length, least):
    """How long a run is, as bits, first ones first: the number of bits above `least` in unary, then those bits without the highest."""
    value = length - 1 + (1 << least)
    count = value.bit_length() - 1
    return [1] * (count - least) + [0] + [value >> i & 1 for i in range(count)]


def class_bits(before, number, successors):
    likely = successors[before]
    if number in likely:
        return [1] * likely.index(number) + [0]
    return [1] * LIKELY + [number >> i & 1 for i in range(5)]


def pack(all_runs, classes):
    """The runs as bits, and of every STEP-th one its start, the class in front of it and its place. Of each class the successors and the fewest bits of a length."""
    numbers = [classes.index(f) for _, f, _ in all_runs]
    successors = likely_successors(numbers)
    lengths = [[length for n, (_, _, length) in zip(numbers, all_runs) if n == number] for number in range(len(classes))]
    least = [min(range(8), key=lambda k: sum(len(length_bits(length, k)) for length in of)) for of in lengths]
    bits, index, places, before = [], [], [], 0
    for i, (start, _, length) in enumerate(all_runs):
        if i % STEP == 0:
            index.append(start | before << 21)
            places.append(len(bits))
        bits += class_bits(before, numbers[i], successors) + length_bits(length, least[numbers[i]])
        before = numbers[i]
    shapes = [sum(number << 5 * i for i, number in enumerate(likely)) | few << 15 for likely, few in zip(successors, least)]
    bits += [0] * (32 + -len(bits) % 32)
    data = [sum(bit << i for i, bit in enumerate(bits[at:at + 32])) for at in range(0, len(bits), 32)]
    assert len(places) < 256 and places[-1] < 0x10000
    return data, index, places, shapes


def ranges(pairs):
    """[first, last, delta, stride] for (character, what it becomes) in order."""
    result = []
    for c, to in pairs:
        delta = to - c
        last = result[-1] if result else None
        if last and last[2] == delta and c - last[1] in (1, 2) and last[3] in (0, c - last[1]) and c - last[0] < 128 and c >> 16 == last[0] >> 16:
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


def distances(code, text):
    """How far the first unit is from the code, then the others; all have 16 bits."""
    codes = [ord(ch) for ch in text]
    assert max(codes) < 0x10000 and len(codes) <= 3
    return [codes[0] - code & 0xFFFF] + (codes[1:] + [0, 0])[:2]


def title_distance(c):
    """How far title() is when it is one character, with the upper bit turned; 0: it is upper() with what follows the first character lowered, an iota to one below the line."""
    text, upper = chr(c).title(), chr(c).upper()
    if len(text) == 1 and (len(upper) > 1 or text != upper):
        return (ord(text) - c & 0xFFFF) ^ 0x8000
    assert c == 0x149 or text == upper[0] + upper[1:].replace("\u0399", "\u0345").lower()
    return 0


def special_groups():
    """[first, last, distances of upper(), distance of title()] for neighbours that change alike."""
    special = [c for c in ALL if len(chr(c).upper()) > 1 or (chr(c).title() != chr(c).upper() and not 0x10D0 <= c <= 0x10FF)]
    groups = []
    for c in special:
        forms = [distances(c, chr(c).upper()), title_distance(c)]
        if groups and groups[-1][1] == c - 1 and groups[-1][2:] == forms:
            groups[-1][1] = c
        else:
            groups.append([c, c, *forms])
    return groups


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
    data, index, places, shapes = pack(all_runs, classes)
    tables = {name: case_ranges(f) for name, f in (("lower", str.lower), ("upper", str.upper))}
    folds = casefold_exceptions()
    assert all(len(chr(c).casefold()) == 1 for c in folds)
    tables["folds"] = ranges((c, ord(chr(c).casefold())) for c in folds)
    deltas = sorted({r[2] & 0xFFFF for table_ in tables.values() for r in table_})
    assert len(deltas) <= 256 and all((r[0] + r[2]) >> 16 == r[0] >> 16 < 2 for table_ in tables.values() for r in table_)
    yield "/* Written by tools/unicode.py from Unicode %s. */\n\n" % unicodedata.unidata_version
    yield "enum { " + ", ".join("UNICODE_%s = %d" % (name, 1 << i) for i, name in enumerate(FLAGS)) + " };\n\n"
    yield "enum { UNICODE_LIKELY = %d };\n" % LIKELY
    yield from table("uint16_t", "unicode_classes", classes, 16, lambda v: "0x%x" % v)
    yield from table("uint32_t", "unicode_shapes", shapes, 12, lambda v: "0x%x" % v)
    yield from table("uint32_t", "unicode_index", index, 12, lambda v: "0x%x" % v)
    yield from table("uint16_t", "unicode_places", places, 16, lambda v: "%d" % v)
    yield from table("uint32_t", "unicode_runs", data, 12, lambda v: "0x%x" % v)
    yield from table("uint16_t", "unicode_deltas", deltas, 16, lambda v: "0x%x" % v)
    for name, table_ in tables.items():
        yield "enum { UNICODE_%s_LOW = %d };\n" % (name.upper(), sum(r[0] < 0x10000 for r in table_))
        yield from table("uint32_t", "unicode_" + name, table_, 12,
                         lambda r: "0x%x" % (r[0] & 0xFFFF | r[1] - r[0] << 16 | (r[3] == 2) << 23 | deltas.index(r[2] & 0xFFFF) << 24))
    triple = lambda codes: "{" + ", ".join("0x%x" % v for v in codes) + "}"
    yield from table("unicode_special", "unicode_specials", special_groups(), 4, lambda g: "{0x%x, 0x%x, %s, 0x%x}" % (g[0], g[1], triple(g[2]), g[3]))


def main():
    with open(sys.argv[1], "w", encoding="ascii") as out:
        out.write("".join(output()))


if __name__ == "__main__":
    main()
