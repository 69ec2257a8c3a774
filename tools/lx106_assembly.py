"""Assembly for lx106 as tools/shrink.py sees it: files of the compiler's output with their functions, literals and texts, what an instruction reads and writes, and which registers are live where.

Invariant: what stands for an instruction says everything about it, so that two that are equal do the same wherever they stand.
"""

import re

ALL = 0xFFFF
ARGUMENTS = 0x00FE  # sp, a2 to a7
CLOBBERED = 0x0FFD  # a0, a2 to a11
RESULTS = 0xF03F    # a0, sp, a2 to a5, a12 to a15

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
        self.end = op in RETURNS or op == "j" and self.target is None
        self.leaves = self.end or op == "jx"
        self.never = False  # a call that does not return
        self.movable = op not in ("jx", "asm")
        self.piece = self.operands.startswith("kr_piece_")
        self.sp = "sp" in words
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

    def __init__(self, name, items, source, group, aligned=True):
        self.name, self.items, self.source, self.group, self.aligned = name, items, source, group, aligned
        self.names = []  # other names, for other files
        self.place = 0   # roughly where it lies
        self.changes = []

    def size(self):
        return sum(item.size for item in self.items if isinstance(item, Instruction))

    def key(self):
        """As an instruction that calls it says: (scope, operands)."""
        return (None if self.source is None or self.name in self.source.globals or self.name.startswith("kr_piece_") else self.source.name, self.name)

    def is_known(self, label):
        """True when data mention the label."""
        return self.source is not None and label in self.source.mentioned

    def exposed(self):
        """True when it is called by other means than by name within the file."""
        return self.key()[0] is None or self.names or self.name in self.source.mentioned


class Program:
    """The code of all files: its instructions, once each, and its functions in the order in which they will lie."""

    def __init__(self):
        self.known = {}
        self.functions = []
        self.kept = []      # that stay as they are
        self.named = {}     # merged functions and pieces, which have one name for all files
        self.stackless = set()  # keys of functions, and names of pieces, that find nothing in their caller's frame
        self.strings = {}   # text of a literal that is a string: its lines

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
        self.path, self.name, self.kept, self.group, self.order, self.place = path, name, kept, 0, 0, 0
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
                function = Function(match.group(1), [], self, 0)
                self.lines.append(function)
                (program.kept if self.kept else program.functions).append(function)
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
                function.items += [self.operation(program, "\t" + part.strip()) for part in line.split(";")]

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


def labels_of(function):
    return {match.group(1): at for at, item in enumerate(function.items) if isinstance(item, str) for match in [LABEL.match(item)] if match}


def references(function):
    """{label: where the branches to it are}"""
    found = {}
    for at, item in enumerate(function.items):
        if not isinstance(item, str) and item.target:
            found.setdefault(item.target, []).append(at)
    return found


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
