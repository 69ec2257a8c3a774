"""Proves that no pass of tools/shrink.py has lost a frame: on each way out of a function the stack pointer is where it was at the function's start.

A piece may return with another stack pointer than it was called with, since it may hold the beginning or the end of its callers' frames, but always with the same difference.
What computes the stack pointer (a frame of varying size) is not judged.
"""

from lx106_assembly import RETURNS, labels_of
from lx106_pieces import Map

STEP = ("addi", "addi.n", "addmi")
STORE = ("s32", "s16", "s8")


class Frames:
    """How far the stack pointer has moved, in bytes, where functions return."""

    def __init__(self, program):
        self.program, self.places = program, Map(program)
        self.known = {}
        self.under_way = set()

    def piece(self, function, item):
        found = self.places.find(function.source, item.operands) if item.op in ("call0", "j") else None
        return found if found is not None and found.name.startswith("kr_piece_") else None

    def exits(self, function):
        """A set of differences, empty for what never returns; None: it cannot be told."""
        if function not in self.known:
            if function in self.under_way:
                return set()
            self.under_way.add(function)
            self.known[function] = self.walk(function)
            self.under_way.remove(function)
        return self.known[function]

    def walk(self, function):
        labels, seen, found = labels_of(function), set(), set()
        ways = [(0, 0)]
        while ways:
            at, moved = ways.pop()
            if at >= len(function.items) or (at, moved) in seen:
                continue
            seen.add((at, moved))
            item = function.items[at]
            if isinstance(item, str):
                ways.append((at + 1, moved))
                continue
            after = self.step(function, item, moved)
            if after is None:
                return None
            if item.op in RETURNS or item.op == "jx" or item.op == "j" and item.target is None:
                found |= after
                continue
            if item.target in labels:
                ways += [(labels[item.target], one) for one in after]
            if item.op != "j" and not item.never:
                ways += [(at + 1, one) for one in after]
        return found

    def step(self, function, item, moved):
        """Where the stack pointer may be behind an instruction; behind a jump to a piece, where that one leaves it."""
        piece = self.piece(function, item)
        if piece:
            exits = self.exits(piece)
            return None if exits is None else {moved + one for one in exits}
        if item.op in STEP and item.operands.startswith("sp, sp, "):
            return {moved + int(item.operands.split(", ")[2])}
        computed = item.operands.startswith("sp,") and not item.op.startswith(STORE)
        return None if computed else {moved}


def lost(program):
    """The names of functions that lose their frame on some way."""
    frames = Frames(program)
    exits = {function.name: frames.exits(function) for function in program.functions}
    return [name for name, found in exits.items() if found and (len(found) > 1 if name.startswith("kr_piece_") else found != {0})]
