"""What tools/shrink.py learns and changes within single functions before it looks for what they have in common.

A function's usual end (it takes back saved registers and the frame, then returns) is what many of them share. So every block that jumps to or runs into one gets a copy of it here: what stands before
the end then is found together with it. Copies that no piece has used are taken back by `strip`.
"""

import re

from lx106_assembly import LABEL, labels_of, references

SHORT = 8  # instructions of a usual end

# Of libraries: at most six words of arguments, which all come in registers.
LIBRARY = re.compile(r"mem(cpy|move|set|cmp|chr)|str(len|n?cmp|chr)|"
                     r"__(add|sub|mul|u?div|u?mod|neg|eq|ne|[lg][te]|unord|fix|fixuns|float|floatun|extend|trunc|ash[lr]|lshr|clz|ctz|popcount|bswap)[sd][if]([sd][if])?[23]?")


def learn(program):
    """Which functions find nothing in their caller's frame, and which calls never return: those behind which a function is at its end, and that nothing ever follows."""
    ends, goes_on = set(), set()
    for function in program.functions + program.kept:
        if not uses_callers_frame(function):
            program.stackless.add(function.key())
        for at, item in enumerate(function.items):
            if isinstance(item, str) or item.op != "call0":
                continue
            if LIBRARY.fullmatch(item.operands):
                program.stackless.add((item.scope, item.operands))
            if at + 1 == len(function.items):
                ends.add(item)
            elif not isinstance(function.items[at + 1], str):
                goes_on.add(item)
    for item in ends - goes_on:
        item.never = item.leaves = True


def uses_callers_frame(function):
    """True unless every mention of sp is of the function's own frame. A pointer to the last 32 bytes is how a function with `...` gets at its arguments."""
    size = 0
    for item in function.items:
        if isinstance(item, str):
            continue
        if item.op in ("asm", "jx"):
            return True
        if item.sp:
            words = item.operands.split(", ")
            op = item.op.removesuffix(".n")
            if op == "addi" and words[:2] == ["sp", "sp"]:
                size = max(size, -int(words[2]))
            elif not is_in_frame(op, words, size):
                return True
    return False


def is_in_frame(op, words, size):
    if words[0] == "sp" or words[1] != "sp" or words[-1][0] == "a":
        return False
    offset = int(words[2]) if len(words) > 2 else 0
    if op in ("l32i", "s32i", "l16ui", "l16si", "s16i", "l8ui", "s8i"):
        return offset < size
    return op in ("addi", "mov") and 0 <= offset < size and offset != size - 32


def tidy(program):
    """Takes away what nobody reaches, and makes copies of usual ends. Returns how many jumps to one went."""
    count = 0
    for function in program.functions:
        clean(program, function)
        threaded = thread(function)
        while threaded:
            count += threaded
            clean(program, function)
            threaded = thread(function)
        fall(function)
    return count


def is_label(item):
    return isinstance(item, str) and LABEL.match(item) is not None


def clean(program, function):
    """Without unused and double labels, and without what stands behind an end."""
    refs, out, alias, reached = references(function), [], {}, True
    for item in function.items:
        if is_label(item):
            name = LABEL.match(item).group(1)
            if not function.is_known(name):
                if name not in refs:
                    continue
                if out and is_label(out[-1]):
                    alias[name] = LABEL.match(out[-1]).group(1)
                    continue
            reached = True
        elif not isinstance(item, str):
            if not reached:
                continue
            reached = not item.leaves and item.op != "j"
        out.append(item)
    function.items = [rename(program, item, alias) for item in out] if alias else out


def rename(program, item, alias):
    if isinstance(item, str) or item.target not in alias:
        return item
    return program.instruction(item.op, item.operands[:-len(item.target)] + alias[item.target], None, item.scope)


def thread(function):
    """Jumps to a usual end become that end. Returns how many."""
    items, labels, out, count = function.items, labels_of(function), [], 0
    for at, item in enumerate(items):
        if not isinstance(item, str) and item.op == "j" and item.target in labels:
            end = usual_end(items, labels[item.target])
            if end:
                out += end
                count += 1
                continue
            if labels[item.target] == at + 1:
                count += 1
                continue
        out.append(item)
    function.items = out
    return count


def usual_end(items, at):
    """The instructions behind a label when they are a function's usual end, with at most one before it; or None."""
    found = []
    for item in items[at + 1:at + 2 + SHORT]:
        if isinstance(item, str) or item.call or item.target or item.leaves and not item.end:
            return None
        found.append(item)
        if item.end:
            other = [item for item in found[:-1] if not (item.sp and (item.op.startswith("l32i") or item.operands.startswith("sp, sp, ")))]
            return found if len(other) <= 1 else None
    return None


def fall(function):
    """A block that runs into a usual end gets its own."""
    items = function.items
    for at in range(len(items) - 1, 0, -1):
        before = items[at - 1]
        if is_label(items[at]) and not isinstance(before, str) and not before.leaves and before.op != "j":
            items[at:at] = usual_end(items, at) or []


def copied(items, at):
    """How many instructions before the label at this place are the copy of the usual end behind it."""
    end = usual_end(items, at)
    return len(end) if end and len(end) <= at and items[at - len(end):at] == end else 0


def strip(function):
    """Takes back the copies that nobody has used."""
    items = function.items
    for at in range(len(items) - 1, 0, -1):
        if is_label(items[at]):
            count = copied(items, at)
            del items[at - count:at]
