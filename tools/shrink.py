#!/usr/bin/env python3
"""Makes the compiler's assembly for lx106 smaller: what functions have in common becomes one piece of code that they call or jump to.

usage: shrink.py [--pack] [--keep NAME]... [--assembler COMMAND [--script FILE] [--archive FILE]] FOLDER FILE...

Each FILE (the result of gcc -Os -S, call0 ABI) becomes FOLDER/<folder>_<name>.s. They are taken together in groups of what jumps can reach; shared_<n>.s are the pieces that several files of group n use. Functions
of the files --keep stay as they are, for the sake of speed. With --assembler all is assembled; the objects are written in the order in which they are to be linked, shared pieces in the middle of their group, to FILE as
statements of a linker script: the linker would order sections by whether they load literals, and jumps would no longer reach. It refuses what a jump does not reach.

Nothing is known but the instructions and the ABI: a2 to a7 are arguments, a2 to a5 results, a12 to a15 are kept by calls, a0 is the return address. The passes:

1. A jump to a return becomes a return, and of functions that are equal one remains.
2. A call whose result is returned becomes a jump (gcc 12 does not do this for the chip), when the function keeps nothing in its frame but saved registers. A frame in which then only a0 is saved goes away.
3. With --pack, texts that are given to the machine's functions for messages are packed: a byte above 127 stands for a pair of bytes, which may be such bytes themselves. The pairs are those that
   save most in these texts; the table kr_packed (core/writer.c) is part of the last group's shared pieces.
4. A sequence of instructions without label and branch that occurs several times becomes a piece, in one of four ways:

       tail    ends in a return or a jump outside                j piece
       last    ends in its only call                             call0 piece     the piece jumps where the call went
       plain   no call, and a0 is dead behind it                 call0 piece     the piece returns
       save    stores a0, as the start of a function does        mov.n a9, a0; call0 piece    the piece stores a9

   The sequence that saves most is taken first. Later rounds find pieces in pieces.

Invariant: an instruction is moved only where every register that it reads holds what it held before; a0 is overwritten only where liveness says that nobody reads it.
"""

import argparse
import collections
import concurrent.futures
import heapq
import os
import pathlib
import re
import shlex
import subprocess
import sys

LONGEST = 40        # instructions of a piece
ROUNDS = 4
GROUP = 200 * 1000  # bytes of instructions, before they shrink and without their literals: all of it has to lie within reach of its middle
REACH = 100 * 1024  # of a jump, with a margin for literals
ALL = 0xFFFF
ARGUMENTS = 0x00FE  # sp, a2 to a7
CLOBBERED = 0x0FFD  # a0, a2 to a11
RESULTS = 0xF03F    # a0, sp, a2 to a5, a12 to a15
SPARE = (9, 10, 11)  # no argument comes in these

REGISTER = re.compile(r"\b(?:a(\d+)|sp)\b")
STORES = {"s32i", "s32i.n", "s16i", "s8i", "ssl", "ssr", "ssa8b", "ssa8l", "ssai", "nop", "nop.n", "memw", "extw", "isync", "rsync", "esync", "dsync", "ill"}
CONDITIONAL = {"moveqz", "movnez", "movltz", "movgez"}
RETURNS = {"ret", "ret.n"}


def mask(text):
    bits = 0
    for match in REGISTER.finditer(text):
        bits |= 1 << (int(match.group(1)) if match.group(1) else 1)
    return bits


class Instruction:
    """What one instruction does. One object for all that are equal, so that objects stand for contents. `scope` is the file whose own labels it mentions."""

    def __init__(self, op, operands, value=None, scope=None):
        self.op, self.operands, self.value, self.scope = op, operands, value, scope
        self.size = 2 if op.endswith(".n") else 3
        words = [word.strip() for word in operands.split(",")] if operands else []
        self.target = words[-1] if words and words[-1].startswith(".L") and value is None else None
        self.call = op in ("call0", "callx0")
        self.leaves = op in RETURNS or op == "jx" or op == "j" and self.target is None
        self.movable = self.target is None and op not in ("jx", "asm")
        self.end = op in RETURNS or op == "j" and self.target is None
        self.piece = self.operands.startswith("kr_piece_")
        self.uses, self.defs = self.effect(words)

    def effect(self, words):
        op = self.op
        if op == "asm" or op == "j" and self.target is None:
            return ALL, 0
        if op == "jx":
            return ALL, 0
        if self.call:
            return ((ALL & ~1, 1) if self.piece else (ARGUMENTS | mask(self.operands if op == "callx0" else ""), CLOBBERED))
        if op in RETURNS:
            return RESULTS, 0
        if op in STORES or op == "j" or op[0] == "b":
            return mask(self.operands), 0
        defs = mask(words[0])
        return mask(",".join(words[1:])) | (defs if op in CONDITIONAL else 0), defs

    def text(self, literal):
        """The line of assembly; literal gives the label of a literal."""
        if self.op == "asm":
            return self.operands
        return "\t%s\t%s\n" % (self.op, self.operands + literal(self) if self.value is not None else self.operands)


class Function:
    """A function's or a piece's instructions and labels, in order. An item is an Instruction or a str: a label or a directive."""

    def __init__(self, name, items, source, aligned=True):
        self.name, self.items, self.source, self.aligned = name, items, source, aligned
        self.names = []  # other names, for other files
        self.place = 0   # roughly where it lies
        self.changes = []

    def size(self):
        return sum(item.size for item in self.items if isinstance(item, Instruction))

    def key(self):
        """As an instruction that calls it says: (scope, operands)."""
        return (None if self.source is None or self.name in self.source.globals or self.name.startswith("kr_piece_") else self.source.name, self.name)

    def exposed(self):
        """True when it is called by other means than by name within the file."""
        return self.key()[0] is None or self.names or self.name in self.source.mentioned


class Program:
    """The code of a group of files: its instructions, once each, and its functions."""

    def __init__(self, name):
        self.name = name
        self.known = {}
        self.functions = []
        self.merged = []
        self.strings = {}  # text of a literal that is a string: its lines

    def instruction(self, op, operands, value=None, scope=None):
        key = (op, operands, value, scope)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = Instruction(op, operands, value, scope)
        return found


LABEL = re.compile(r"^([.\w$]+):")
SECTION = re.compile(r'^\s*\.section\s+([^,\s]+)(?:,"(\w*)")?')
OPERATION = re.compile(r"^\s+([a-z][a-z0-9_.]*)(?:\s+(.*))?$")
LITERAL = re.compile(r"^\s*\.literal\s+([.\w$]+),\s*(.*)$")


class Source:
    """A file: lines, with a Function in place of each function's lines."""

    def __init__(self, program, path, name, kept):
        self.path, self.name, self.kept = path, name, kept
        self.lines = []
        self.literals = {}
        lines = path.read_text().splitlines(keepends=True)
        self.globals = {word for line in lines if line.lstrip().startswith(".global") for word in line.split()[1:]}
        self.defined = {match.group(1) for match in map(LABEL.match, lines) if match}
        data = (line for line in lines if re.match(r"\s*\.(word|literal|long|4byte)\s", line))
        self.mentioned = {word for line in data for word in re.findall(r"[.\w$]+", line)}
        self.read_data(program, lines)
        self.read_code(program, list(self.needed(lines)))

    def read_data(self, program, lines):
        """The literals and, of those that are strings, the text."""
        strings, label = {}, None
        mergeable = False
        for line in lines:
            section = SECTION.match(line)
            if section:
                mergeable, label = ".str1.1" in section.group(1), None
            elif line.lstrip().startswith((".text", ".data", ".bss")):
                mergeable, label = False, None
            match = LABEL.match(line)
            if match:
                label = match.group(1) if mergeable else None
                if label:
                    strings[label] = ""
            elif label and line.lstrip().startswith((".string", ".ascii")):
                strings[label] += line
        for match in filter(None, map(LITERAL.match, lines)):
            for index, value in enumerate(match.group(2).split(",")):
                label = match.group(1) + ("+%d" % (4 * index) if index else "")
                self.literals[label] = self.literal(program, strings, value.strip())

    @staticmethod
    def needed(lines):
        """The lines without texts that only code mentions: they are written with their literals."""
        data = {word for line in lines if re.match(r"\s*\.(word|long|4byte)\s", line) for word in re.findall(r"\.L\w+", line)}
        mergeable = skipped = False
        for line in lines:
            section = SECTION.match(line)
            if section or line.lstrip().startswith((".text", ".data", ".bss")):
                mergeable, skipped = bool(section) and ".str1.1" in section.group(1), False
            match = LABEL.match(line)
            if match:
                skipped = mergeable and match.group(1) not in data
            if not skipped:
                yield line

    def literal(self, program, strings, value):
        """What is loaded, and whose it is."""
        if value in strings:
            program.strings["string " + strings[value]] = strings[value]
            return "string " + strings[value], None
        if re.fullmatch(r"-?(0x[0-9a-fA-F]+|[0-9]+)", value):
            return str(int(value, 0) & 0xFFFFFFFF), None
        return value, self.scope(value)

    def scope(self, expression):
        """None when any file may mention the symbol of the expression."""
        symbol = re.match(r"[.\w$]*", expression).group()
        own = symbol.startswith(".L") or symbol in self.defined and symbol not in self.globals
        return self.name if own else None

    def read_code(self, program, lines):
        kind, function, assembly, code = {}, None, False, True
        for line in lines:
            words = line.split()
            section = SECTION.match(line)
            if section or words[:1] == [".text"]:
                code = not section or section.group(1).startswith(".text")
            if code and words[:1] == [".type"] and words[-1] == "@function":
                kind[words[1].rstrip(",")] = True
                continue
            match = LABEL.match(line)
            if match and match.group(1) in kind and code:
                function = Function(match.group(1), [], self)
                self.lines.append(function)
                if not self.kept:
                    program.functions.append(function)
                continue
            if function is None:
                if not code or not LITERAL.match(line):
                    self.lines.append(line)
                continue
            if words[:1] == [".size"]:
                function = None
            elif words[:1] in (["#APP"], ["#NO_APP"]):
                assembly = words[0] == "#APP"
            elif assembly:
                function.items.append(program.instruction("asm", line))
            elif match or not OPERATION.match(line):
                if not line.lstrip().startswith((".loc", "#")):
                    function.items.append(line)
            else:
                function.items.append(self.operation(program, line))

    def operation(self, program, line):
        op, operands = OPERATION.match(line).groups()
        operands = re.sub(r"\s*,\s*", ", ", (operands or "").strip())
        if op == "l32r":
            register, label = operands.split(", ")
            value, scope = self.literals[label]
            return program.instruction(op, register + ", ", value, scope)
        scope = self.name if re.search(r"\.L", operands) else None
        if op in ("call0", "j") and not operands.startswith(".L"):
            scope = self.scope(operands)
        return program.instruction(op, operands, None, scope)

    @staticmethod
    def is_unaligned(function, called):
        """True when no call0, which wants a multiple of 4, goes to a function of the file's own."""
        return function.key()[0] is not None and not function.names and function.name not in called

    def write(self, program, path, pieces):
        """The file again, and the pieces that are its own."""
        out = Output(program)
        called = {item.operands for line in self.lines if isinstance(line, Function) for item in line.items if not isinstance(item, str) and item.op == "call0"}
        called |= {item.operands for chain in pieces for piece in chain for item in piece.items if not isinstance(item, str) and item.op == "call0"}
        for line in self.lines:
            if isinstance(line, Function):
                if line.items:
                    if self.is_unaligned(line, called):
                        out.unalign()
                    out.function(line)
            else:
                out.line(line)
        for piece in pieces:
            out.piece(piece)
        path.write_text("".join(out.parts))


class Output:
    """Assembly that is being written: gives literals their labels."""

    def __init__(self, program):
        self.program, self.parts, self.count, self.pending = program, [], 0, None
        self.labels = {}
        self.owner = ""

    def line(self, line):
        self.parts.append(line)
        if line.strip() == ".literal_position":
            self.pending = len(self.parts)
            self.labels = {}

    def unalign(self):
        """Takes back the alignment of what follows."""
        if self.parts and self.parts[-1].split() == [".align", "4"]:
            self.parts.pop()

    def literal(self, instruction):
        """A label for the literal of an l32r. Literals stand where .literal_position does, before the code; a string is written out once more, and the linker merges it."""
        value = instruction.value
        if value not in self.labels:
            self.count += 1
            label = ".LQ%d" % self.count
            if value.startswith("string "):
                text = '\t.pushsection .rodata.%s.str1.1,"aMS",@progbits,1\n.LS%d:\n%s\t.popsection\n' % (self.owner, self.count, self.program.strings[value])
                self.parts[self.pending - 1] += text + "\t.literal %s, .LS%d\n" % (label, self.count)
            else:
                self.parts[self.pending - 1] += "\t.literal %s, %s\n" % (label, value)
            self.labels[value] = label
        return self.labels[value]

    def function(self, function):
        if self.pending is None:
            self.line("\t.literal_position\n")
        self.owner = function.name
        self.parts.append("\t.type %s, @function\n" % function.name)
        for name in function.names:
            self.parts.append("\t.global %s\n\t.hidden %s\n%s:\n" % (name, name, name))
        self.parts.append("%s:\n" % function.name)
        for item in function.items:
            self.parts.append(item if isinstance(item, str) else item.text(self.literal))
        self.parts.append("\t.size %s, .-%s\n" % (function.name, function.name))

    def piece(self, chain):
        self.parts.append('\t.section .text.%s,"ax",@progbits\n' % chain[0].name)
        self.line("\t.literal_position\n")
        self.parts.append("\t.align 4\n" if chain[0].aligned else "\t.align 1\n")
        for piece in chain:
            self.parts.append("\t.global %s\n\t.hidden %s\n" % (piece.name, piece.name))
            self.function(piece)


# --- what is live ---


def labels_of(function):
    return {match.group(1): at for at, item in enumerate(function.items) if isinstance(item, str) for match in [LABEL.match(item)] if match}


def liveness(function):
    """For each item the registers that are live behind it."""
    items, labels = function.items, labels_of(function)
    before = [0] * (len(items) + 1)
    behind = [0] * len(items)
    changed = True
    while changed:
        changed = False
        for at in range(len(items) - 1, -1, -1):
            item = items[at]
            if isinstance(item, str):
                behind[at] = new = before[at + 1]
            else:
                live = 0 if item.leaves else before[at + 1]
                if item.target:
                    live = (0 if item.op == "j" else live) | (before[labels[item.target]] if item.target in labels else ALL)
                behind[at] = live
                new = live & ~item.defs | item.uses
            if new != before[at]:
                before[at], changed = new, True
    return behind


# --- texts of messages ---

# Functions that take a format of core/writer.h, and in which register.
FORMATS = {"kr_raise": "a4", "kr_raise_type": "a3", "kr_raise_value_error": "a3", "kr_raise_overflow": "a3", "kr_write_format": "a3", "kr_str_format": "a3",
           "kr_syntax_error": "a4", "kr_indentation_error": "a4", "kr_node_error": "a4", "kr_re_fail": "a5"}
CONVERSION = re.compile(rb"%z?.", re.S)
ESCAPE = re.compile(r'\\([0-7]{1,3}|.)')
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def formats(program):
    """The loads of literals that are formats: (function, place)."""
    for function in program.functions:
        loaded = {}
        for at, item in enumerate(function.items):
            if isinstance(item, str) or item.target or item.leaves:
                loaded = {}
            elif item.op == "call0":
                register = FORMATS.get(item.operands)
                if register in loaded and item.scope is None:
                    yield function, loaded[register]
                loaded = {}
            elif item.op == "l32r" and item.value.startswith("string "):
                loaded[item.operands[:-2]] = at
            else:
                touched = item.uses | item.defs
                loaded = {register: place for register, place in loaded.items() if not touched >> int(register[1:]) & 1}


def bytes_of(lines):
    """What .string and .ascii say, without the last 0; None for several texts."""
    if not re.fullmatch(r'\s*\.string\s+"[^\n]*"\s*', lines):
        return None
    unescape = lambda match: chr(int(match.group(1), 8)) if match.group(1)[0] in "01234567" else ESCAPES.get(match.group(1), match.group(1))
    return ESCAPE.sub(unescape, lines[lines.index('"') + 1:lines.rindex('"')]).encode("latin-1")


class Packer:
    """Learns the pairs from all formats, then packs them."""

    def __init__(self, texts):
        self.pairs = []
        parts = collections.Counter(part for text in texts for part in CONVERSION.split(text) if part)
        parts = [[list(part), count] for part, count in parts.items()]
        while len(self.pairs) < 128:
            found = collections.Counter()
            for part, count in parts:
                for pair in zip(part, part[1:]):
                    found[pair] += 1
            if not found:
                break
            pair, saved = max(found.items(), key=lambda item: (item[1], item[0]))
            if saved < 3:
                break
            for entry in parts:
                entry[0] = self.join(entry[0], pair, 128 + len(self.pairs))
            self.pairs.append(pair)

    @staticmethod
    def join(part, pair, code):
        out, at = [], 0
        while at < len(part):
            if tuple(part[at:at + 2]) == pair:
                out.append(code)
                at += 2
            else:
                out.append(part[at])
                at += 1
        return out

    def pack(self, text):
        out, at = b"", 0
        for match in CONVERSION.finditer(text):
            out += self.part(text[at:match.start()]) + match.group()
            at = match.end()
        return out + self.part(text[at:])

    def part(self, text):
        part = list(text)
        for number, pair in enumerate(self.pairs):
            part = self.join(part, pair, 128 + number)
        return bytes(part)

    def table(self):
        rows = "".join("\t.byte %d, %d\n" % pair for pair in self.pairs)
        return '\t.section .rodata.kr_packed,"a",@progbits\n\t.global kr_packed\nkr_packed:\n' + (rows or "\t.byte 0, 0\n")


def pack(programs):
    """Packs the formats of all groups; returns the table as assembly."""
    found = []
    for program in programs:
        for function, at in formats(program):
            text = bytes_of(program.strings[function.items[at].value])
            if text is not None and max(text, default=0) < 128:
                found.append((program, function, at, text))
    packer = Packer(sorted({text for _, _, _, text in found}))
    for program, function, at, text in found:
        packed = packer.pack(text)
        line = '\t.string "%s"\n' % "".join(chr(c) if 32 <= c < 127 and c not in b'"\\' else "\\%03o" % c for c in packed)
        program.strings["string " + line] = line
        function.items[at] = program.instruction("l32r", function.items[at].operands, "string " + line)
    return packer.table()


# --- calls that are jumps ---


def frame_is_plain(function):
    """True when the frame holds nothing but saved registers: no other store, and nobody learns its address."""
    saved, started = set(), True
    for item in function.items:
        if isinstance(item, str):
            started = started and not LABEL.match(item)
            continue
        if item.op == "asm":
            return False
        words = item.operands.split(", ")
        if "sp" not in words:
            if item.call:
                started = False
            continue
        if item.op.startswith("s32i"):
            if not started or words[0] not in ("a0", "a12", "a13", "a14", "a15") or words[0] in saved:
                return False
            saved.add(words[0])
        elif item.op.startswith("addi"):
            if words[:2] != ["sp", "sp"]:
                return False
        elif not item.op.startswith("l32i") or words[1] != "sp":
            return False
    return True


def jump_instead(program, function, reachable):
    """call0 f; restore; ret: restore; j f. Returns how many."""
    items, count, at = function.items, 0, 0
    while at < len(items):
        item = items[at]
        if not isinstance(item, str) and item.op == "call0" and reachable(function, item.operands):
            end = at + 1
            while end < len(items) and not isinstance(items[end], str) and (items[end].op.startswith("l32i") and ", sp, " in items[end].operands or items[end].op in ("addi", "addi.n") and items[end].operands.startswith("sp, sp")):
                end += 1
            restored = all(not mask(i.operands.split(",")[0]) & ARGUMENTS or i.op.startswith("addi") for i in items[at + 1:end])
            if end < len(items) and not isinstance(items[end], str) and items[end].op in RETURNS and restored:
                items[at:end + 1] = items[at + 1:end] + [program.instruction("j", item.operands, None, item.scope)]
                count += 1
        at += 1
    if count and frame_is_useless(function):
        function.items = [i for i in items if isinstance(i, str) or "sp" not in i.operands.split(", ")]
    return count


def frame_is_useless(function):
    for item in function.items:
        if isinstance(item, str):
            continue
        words = item.operands.split(", ")
        if item.call or "sp" in words and not (words[0] in ("a0", "sp")) or "a0" in words and "sp" not in words:
            return False
    return True


class Map:
    """Where each function lies, roughly: what a jump reaches."""

    def __init__(self, program):
        self.places, at = {}, 0
        for function in program.functions:
            self.places[function.key()] = function
            function.place = at
            at += function.size() + 12
        self.middle = at // 2

    def find(self, source, name):
        return self.places.get((source.scope(name), name))

    def reaches(self, source, place, name):
        function = self.find(source, name)
        return function is not None and abs(place - function.place) < REACH


def jumps(program):
    places = Map(program)
    reachable = lambda function, name: places.reaches(function.source, function.place, name)
    return sum(jump_instead(program, function, reachable) for function in program.functions if frame_is_plain(function))


def shorten(program):
    """A jump to a return is a return. Returns how many."""
    count = 0
    for function in program.functions:
        labels = labels_of(function)
        for at, item in enumerate(function.items):
            if not isinstance(item, str) and item.op == "j" and item.target in labels:
                to = labels[item.target]
                while to < len(function.items) - 1 and isinstance(function.items[to], str):
                    to += 1
                if not isinstance(function.items[to], str) and function.items[to].op in RETURNS:
                    function.items[at] = function.items[to]
                    count += 1
    return count


# --- functions that are equal ---


def shape(function):
    """Equal for functions that do the same; None for one that mentions what only its own file knows."""
    labels, found = {}, []
    for item in function.items:
        if isinstance(item, str):
            match = LABEL.match(item)
            if not match:
                return None
            found.append(labels.setdefault(match.group(1), len(labels)))
        elif item.op in ("jx", "asm"):
            return None
        elif item.target:
            found.append((item.op, item.operands[:-len(item.target)], labels.setdefault(item.target, len(labels))))
        elif item.scope:
            return None
        else:
            found.append(item)
    return tuple(found)


def merge(program):
    """One of equal functions remains, the one nearest to the middle, of those within its reach; those whose address somebody may hold jump to it. Returns how many went."""
    groups, count, middle = collections.defaultdict(list), 0, Map(program).middle
    for function in program.functions:
        key = shape(function) if function.items else None
        if key and function.size() > 3:
            groups[key].append(function)
    instead = {}
    todo = list(groups.values())
    for equal in todo:
        first = min(equal, key=lambda function: abs(function.place - middle))
        rest = [function for function in equal if function is not first and abs(function.place - first.place) < REACH]
        far = [function for function in equal if function is not first and function not in rest]
        if far:
            todo.append(far)
        if not rest:
            continue
        name = "kr_merged_%s_%d" % (program.name, len(program.merged))
        program.merged.append(name)
        first.names.append(name)
        for function in rest:
            instead[function.key()] = program.instruction("j", name)
            function.items = [program.instruction("j", name)] if function.exposed() else []
            function.names = function.names if function.items else []
            count += 1
    for function in program.functions:
        for at, item in enumerate(function.items):
            if not isinstance(item, str) and item.op in ("call0", "j") and not item.target:
                to = instead.get((item.scope, item.operands))
                if to and len(function.items) > 1:
                    function.items[at] = program.instruction(item.op, to.operands)
    return count


# --- pieces ---


def kind_of(content):
    """tail, last, plain, save; None: cannot be a piece."""
    calls = [at for at, item in enumerate(content) if item.call]
    if any(item.end for item in content[:-1]):
        return None
    if content[-1].end:
        return "tail"
    body = content[:-1] if content[-1].call else content
    if calls and calls[0] != len(content) - 1:
        return None
    links = [item for item in body if (item.uses | item.defs) & 1]
    if content[-1].op == "callx0" and content[-1].operands == "a0":
        return None
    if not links:
        return "last" if content[-1].call else "plain"
    store = links[0]
    if len(links) == 1 and store.op.startswith("s32i") and store.operands.startswith("a0,") and not calls:
        return "save"
    return None


def spare_of(content):
    used = 0
    for item in content:
        used |= item.uses | item.defs
    return next((register for register in SPARE if not used >> register & 1), None)


PRICE = {"tail": 3, "last": 3, "plain": 3, "save": 5}
EXTRA = {"tail": 0, "last": 1.5, "plain": 3.5, "save": 3.5}


class Outliner:
    """One round."""

    def __init__(self, program, number):
        self.program, self.number = program, number
        self.places = Map(program)
        self.live = {}
        self.taken = {}
        self.made = []

    def runs(self):
        """Stretches without label and branch: (function, first, end)."""
        for function in self.program.functions:
            first = None
            for at, item in enumerate(function.items + [""]):
                movable = not isinstance(item, str) and item.movable
                if movable and first is None:
                    first = at
                if first is not None and (not movable or item.end):
                    end = at + 1 if movable else at
                    if end - first > 1:
                        yield function, first, end
                    first = None

    def candidates(self):
        """{content: [(function, first)]} of those that occur more than once."""
        places = [(f, at, end) for f, first, end in self.runs() for at in range(first, end)]
        for length in range(1, LONGEST):
            groups = collections.defaultdict(list)
            for function, at, end in places:
                if at + length <= end:
                    groups[tuple(function.items[at:at + length])].append((function, at, end))
            places = []
            for content, found in groups.items():
                if len(found) > 1:
                    places += found
                    kind = kind_of(content)
                    if kind and sum(i.size for i in content) > PRICE[kind]:
                        yield content, kind, [(f, at) for f, at, _ in found]
            if not places:
                return

    def fits(self, content, kind, spare, function, at):
        """True when the piece may stand for these instructions here."""
        end = at + len(content)
        taken = self.taken.setdefault(function, bytearray(len(function.items)))
        if any(taken[at:end]):
            return False
        if kind == "last" and content[-1].op == "call0":
            return self.reaches(function, content[-1].operands)
        if kind in ("tail", "last"):
            return True
        if function not in self.live:
            self.live[function] = liveness(function)
        live = self.live[function]
        if live[end - 1] & 1:
            return False
        return kind == "plain" or all(not live[i] >> spare & 1 for i in range(at, end)) and not self.before(function, at) >> spare & 1

    def reaches(self, function, name):
        """True when a piece may jump to the function: known, and reached from the middle, where shared pieces lie, or its own file."""
        if name.startswith("kr_merged_"):
            return True
        return name.startswith("kr_piece_") or function.source is not None and self.places.find(function.source, name) is not None

    def before(self, function, at):
        item = function.items[at]
        return self.live[function][at] & ~item.defs | item.uses

    def usable(self, content, kind, places):
        spare = spare_of(content) if kind == "save" else None
        if kind == "save" and spare is None:
            return [], None
        found, end = [], {}
        for function, at in places:
            if at >= end.get(function, 0) and self.fits(content, kind, spare, function, at):
                found.append((function, at))
                end[function] = at + len(content)
        return found, spare

    @staticmethod
    def gain(content, kind, count):
        size = sum(item.size for item in content)
        return count * (size - PRICE[kind]) - size - EXTRA[kind]

    def run(self):
        heap = []
        for order, (content, kind, places) in enumerate(self.candidates()):
            gain = self.gain(content, kind, len(places))
            if gain > 0:
                heap.append((-gain, order, content, kind, places))
        heapq.heapify(heap)
        while heap:
            bound, order, content, kind, places = heapq.heappop(heap)
            places, spare = self.usable(content, kind, places)
            gain = self.gain(content, kind, len(places))
            if gain <= 0:
                continue
            if heap and gain < -heap[0][0]:
                heapq.heappush(heap, (-gain, order, content, kind, places))
                continue
            self.make(content, kind, places, spare)
        return self.apply()

    def make(self, content, kind, places, spare):
        sources = {function.source for function, _ in places}
        name = "kr_piece_%s_%d_%d" % (self.program.name, self.number, len(self.made))
        make = self.program.instruction
        items = list(content)
        if kind == "last":
            last = items.pop()
            items.append(make("jx" if last.op == "callx0" else "j", last.operands, None, last.scope))
        elif kind == "plain":
            items.append(make("ret.n", ""))
        elif kind == "save":
            items = [make(i.op, "a%d" % spare + i.operands[2:]) if i.uses & 1 else i for i in items] + [make("ret.n", "")]
        scope = next((i.scope for i in items if i.scope), None)
        source = next(iter(sources)) if len(sources) == 1 or scope else None
        goal = self.places.find(source, items[-1].operands) if source and items[-1].op == "j" else None
        if items[-1].op == "j" and items[-1].operands.startswith("kr_merged_") and not scope:
            source = None
        if goal and not scope and not all(abs(goal.place - function.place) < REACH for function, _ in places):
            source = None
        self.made.append(Function(name, items, source, kind != "tail"))
        instead = [make("j" if kind == "tail" else "call0", name)]
        if kind == "save":
            instead.insert(0, make("mov.n", "a%d, a0" % spare))
        for function, at in places:
            taken = self.taken[function]
            taken[at:at + len(content)] = b"\1" * len(content)
            function.changes.append((at, len(content), instead))

    def apply(self):
        for function in self.program.functions:
            for at, length, instead in sorted(function.changes, key=lambda change: -change[0]):
                function.items[at:at + length] = instead
            function.changes = []
        self.program.functions += self.made
        return len(self.made)


def chains(pieces):
    """Pieces in an order in which one that ends in a jump to a piece that nobody else precedes falls into it instead."""
    by_name = {piece.name: piece for piece in pieces}
    follows, preceded = {}, set()
    for piece in pieces:
        last = piece.items[-1]
        after = by_name.get(last.operands) if last.op == "j" else None
        if after and not after.aligned and after.name not in preceded and after.source is piece.source and not loops(piece, after, follows):
            follows[piece.name] = after
            preceded.add(after.name)
            piece.items = piece.items[:-1]
    for piece in pieces:
        if piece.name not in preceded:
            chain = [piece]
            while chain[-1].name in follows:
                chain.append(follows[chain[-1].name])
            yield chain


def loops(piece, after, follows):
    while after:
        if after is piece:
            return True
        after = follows.get(after.name)
    return False


# --- the whole ---


def shrink(program, report):
    """All passes."""
    total = lambda: sum(function.size() for function in program.functions)
    report("group %s: %d bytes of instructions" % (program.name, total()))
    report("%d returns instead of jumps: %d" % (shorten(program), total()))
    count = merged = merge(program)
    while merged:
        merged = merge(program)
        count += merged
    report("%d equal functions: %d" % (count, total()))
    report("%d jumps instead of calls: %d" % (jumps(program), total()))
    for number in range(ROUNDS):
        report("%d pieces: %d" % (Outliner(program, number).run(), total()))


def write(program, sources, folder, data):
    """The files of a group in the order of the link; data goes with the shared pieces."""
    pieces = collections.defaultdict(list)
    for function in program.functions:
        if function.name.startswith("kr_piece_"):
            pieces[function.source].append(function)
    paths, sizes = [], []
    for source in sources:
        path = folder / (source.name + ".s")
        source.write(program, path, list(chains(pieces[source])))
        paths.append(path)
        sizes.append(sum(item.size() for item in source.lines if isinstance(item, Function)))
    shared = Output(program)
    for chain in chains(pieces[None]):
        shared.piece(chain)
    path = folder / ("shared_%s.s" % program.name)
    path.write_text("".join(shared.parts) + data)
    middle = next((at for at in range(len(sizes)) if 2 * sum(sizes[:at]) >= sum(sizes)), 0)
    return paths[:middle] + [path] + paths[middle:]


def groups(paths, kept):
    """Programs and their sources, of about the same size."""
    measure = Program("")
    named = [(path, "%s_%s" % (path.parent.name, path.name.split(".")[0])) for path in paths]
    sizes = []
    for path, name in named:
        first = len(measure.functions)
        Source(measure, path, name, False)
        sizes.append(sum(function.size() for function in measure.functions[first:]))
    count = -(-sum(sizes) // GROUP)
    share, at = sum(sizes) / max(count, 1), 0
    lists = [[] for _ in range(count)]
    for (path, name), size in zip(named, sizes):
        lists[min(int((at + size / 2) / share), count - 1)].append((path, name))
        at += size
    for number, members in enumerate(lists):
        program = Program(str(number))
        yield program, [Source(program, path, name, name in kept) for path, name in members]


def assemble(command, paths):
    def one(path):
        target = path.with_suffix(".o")
        result = subprocess.run([*shlex.split(command), str(path), "-o", str(target)], capture_output=True, text=True)
        if result.returncode:
            sys.exit("shrink: %s\n%s" % (path, result.stderr))
        return target

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(one, paths))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--keep", action="append", default=[], metavar="FOLDER_NAME")
    parser.add_argument("--assembler")
    parser.add_argument("--script", type=pathlib.Path)
    parser.add_argument("--archive", type=pathlib.Path)
    parser.add_argument("--pack", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("files", type=pathlib.Path, nargs="+")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    paths = []
    members = list(groups(options.files, options.keep))
    table = pack([program for program, _ in members]) if options.pack else ""
    for program, sources in members:
        shrink(program, print if options.verbose else lambda text: None)
        paths += write(program, sources, options.folder, table if program is members[-1][0] else "")
    if options.assembler:
        objects = assemble(options.assembler, paths)
        if options.script:
            options.script.write_text("".join("*%s(.literal .literal.* .text .text.*)\n" % path.name for path in objects))
        if options.archive:
            options.archive.unlink(missing_ok=True)
            subprocess.run([shlex.split(options.assembler)[0][:-2] + "ar", "crs", str(options.archive), *map(str, objects)], check=True)


if __name__ == "__main__":
    main()
