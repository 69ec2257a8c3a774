"""Texts of messages, packed: the formats that the machine's functions for messages are given, and texts for their %s, leave the code and lie in one array, and the code passes their numbers.

The array is made of codes of some bits each (9 to 12, whichever is smallest). Code 0 ends a text, a code below 128 is that character, one above stands for two codes that the array's beginning tells
and that may be such codes themselves: the pairs that occur most in all the texts. Conversions are always pairs, "%" and a letter, which for %zu and %zd is a capital one. core/writer.c is the reader.

Invariant: a literal becomes a number only when whatever may happen to it, along every path of its function, is to be such an argument of a call; so it is never looked at as a text.
"""

import collections
import heapq
import re
import struct

from lx106_assembly import ARGUMENTS, labels_of

# Functions that take a format of core/writer.h, in which register; texts for its conversions may follow. And one that takes a text without conversions.
FORMATS = {"kr_raise": 4, "kr_raise_type": 3, "kr_raise_value_error": 3, "kr_raise_overflow": 3, "kr_write_format": 3, "kr_str_format": 3,
           "kr_syntax_error": 4, "kr_indentation_error": 4, "kr_node_error": 4, "kr_re_fail": 5}
TEXTS = {"kr_write_text": 3}
CONVERSION = re.compile(r"%(z[ud]|[^z])", re.S)
ESCAPE = re.compile(r'\\([0-7]{1,3}|.)')
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
FIRST = 128      # the first code that is a pair
WIDTHS = range(9, 13)
STEP = 16        # messages from one entry of the index to the next
NUMBERS = 2048   # that a movi can load


def text_of(lines):
    """What .string says, without the last 0; None for several texts and for what is not ASCII."""
    if not re.fullmatch(r'\s*\.string\s+"[^\n]*"\s*', lines):
        return None
    unescape = lambda match: chr(int(match.group(1), 8)) if match.group(1)[0] in "01234567" else ESCAPES.get(match.group(1), match.group(1))
    text = ESCAPE.sub(unescape, lines[lines.index('"') + 1:lines.rindex('"')])
    return text if text.isascii() and "\0" not in text else None


# --- which literals are messages ---


def taken(callee, plain):
    """The registers in which a call takes texts as numbers; `plain` are those without a conversion."""
    if callee in FORMATS:
        return ARGUMENTS & ~0 << FORMATS[callee] if plain else 1 << FORMATS[callee]
    return 1 << TEXTS[callee] if plain and callee in TEXTS else 0


def is_message(function, labels, at, register, plain):
    """True when what the item in front of `at` puts into the register, a set of one, is nothing but a text of one call or several."""
    todo, seen, found = [(at, register)], set(), False
    while todo:
        at, held = todo.pop()
        while held:
            if at == len(function.items):
                return False
            if (at, held) in seen:
                break
            seen.add((at, held))
            item = function.items[at]
            at += 1
            if isinstance(item, str):
                continue
            if item.op == "call0":
                texts = taken(item.operands, plain)
                if held & ARGUMENTS & ~texts:
                    return False
                found = found or bool(held & texts)
            elif item.op in ("mov", "mov.n") and item.uses & held:
                held |= item.defs
                continue
            elif item.uses & held:
                return False
            held &= ~item.defs
            if item.leaves:
                break
            if item.target:
                if item.target not in labels:
                    return False
                todo.append((labels[item.target], held))
                if item.op == "j":
                    break
    return found


def messages(program):
    """The loads of literals that are texts of messages: (function, place, text)."""
    for function in program.functions:
        labels = labels_of(function)
        for at, item in enumerate(function.items):
            if isinstance(item, str) or item.op != "l32r" or not item.value.startswith("string "):
                continue
            text = text_of(program.strings[item.value])
            if text is not None and is_message(function, labels, at + 1, item.defs, "%" not in text):
                yield function, at, text


# --- pairs ---


def atoms(text):
    """Characters, and conversions as two characters."""
    out, at = [], 0
    for match in CONVERSION.finditer(text):
        word = match.group(1)
        out += [*text[at:match.start()], "%" + (word[1].upper() if len(word) == 2 else word)]
        at = match.end()
    return out + list(text[at:])


class Packer:
    """Learns the pairs from all the texts: `pairs` in the order in which they were found, and `codes`, of each text."""

    def __init__(self, texts):
        self.texts = [atoms(text) for text in texts]
        self.pairs = [(atom[0], atom[1]) for atom in sorted({atom for text in self.texts for atom in text if len(atom) == 2})]
        known = {first + second: FIRST + number for number, (first, second) in enumerate(self.pairs)}
        self.texts = [[known[atom] if atom in known else ord(atom) for atom in text] for text in self.texts]
        self.pairs = [(ord(first), ord(second)) for first, second in self.pairs]
        self.learn()

    def learn(self):
        """Joins the commonest pair as long as that is less than it costs in some width; of all the ways then the best one is chosen."""
        places = collections.defaultdict(set)
        counts, changed, queue = collections.Counter(), set(), []

        def count(number, sign):
            for pair in zip(self.texts[number], self.texts[number][1:]):
                counts[pair] += sign
                places[pair].add(number)
                changed.add(pair)

        for number in range(len(self.texts)):
            count(number, 1)
        total, history = sum(len(text) + 1 for text in self.texts) + 2 * len(self.pairs), []
        while FIRST + len(self.pairs) < 1 << WIDTHS[-1]:
            if FIRST + len(self.pairs) in [1 << width for width in WIDTHS]:
                history.append((total, len(self.pairs), list(self.texts)))
            for pair in changed:
                heapq.heappush(queue, (-counts[pair], pair))
            changed.clear()
            while queue and counts[queue[0][1]] != -queue[0][0]:
                heapq.heappop(queue)
            if not queue or queue[0][0] > -3:
                break
            pair = heapq.heappop(queue)[1]
            code = FIRST + len(self.pairs)
            self.pairs.append(pair)
            numbers = places.pop(pair)
            before = sum(len(self.texts[number]) for number in numbers)
            for number in numbers:
                count(number, -1)
                self.texts[number] = join(self.texts[number], pair, code)
                count(number, 1)
            total += sum(len(self.texts[number]) for number in numbers) - before + 2
        history.append((total, len(self.pairs), self.texts))
        total, kept, self.codes = min(history, key=lambda entry: entry[0] * self.width_of(entry[1]))
        del self.pairs[kept:]
        self.width = self.width_of(kept)

    @staticmethod
    def width_of(count):
        return next(width for width in WIDTHS if FIRST + count <= 1 << width)


def join(text, pair, code):
    out, at = [], 0
    while at < len(text):
        if tuple(text[at:at + 2]) == pair:
            out.append(code)
            at += 2
        else:
            out.append(text[at])
            at += 1
    return out


# --- the array ---


def words(codes, width):
    """The codes as words of 32 bits, the first one lowest, and a word more: the reader looks at two."""
    bits = "".join(format(code, "0%db" % width) for code in reversed(codes))
    data = int("0" + bits, 2).to_bytes(4 * (-(-len(bits) // 32) + 1), "little")
    return [word for word, in struct.iter_unpack("<I", data)]


def array(packer):
    """kr_messages, which begins with the width, and kr_messages_index: the place of every STEP-th text, in codes. Text 0 is empty."""
    codes, index = [code for pair in packer.pairs for code in pair], []
    for number, text in enumerate([[], *packer.codes]):
        if number % STEP == 0:
            index.append(len(codes))
        codes += [*text, 0]
    assert len(codes) < 0x10000
    rows = "".join("\t.word %d\n" % word for word in [packer.width, *words(codes, packer.width)])
    section = '\t.section .rodata.%s,"a",@progbits\n\t.align %d\n\t.global %s\n%s:\n%s'
    return section % ("kr_messages", 4, "kr_messages", "kr_messages", rows) + section % (
        "kr_messages_index", 4, "kr_messages_index", "kr_messages_index", "".join("\t.short %d\n" % place for place in index))


def pack(program):
    """Puts the numbers of texts where they were loaded; returns the array as assembly. What a movi cannot load stays: the rarest."""
    found = list(messages(program))
    counts = collections.Counter(text for _, _, text in found)
    chosen = [text for text, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))][:NUMBERS - 1]
    numbers = {text: number for number, text in enumerate(chosen, 1)}
    for function, at, text in found:
        if text in numbers:
            function.items[at] = program.instruction("movi", function.items[at].operands + str(numbers[text]))
    return array(Packer(chosen))
