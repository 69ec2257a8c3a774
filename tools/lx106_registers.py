"""Gives the registers that calls keep, a12 to a15, to a function's values so that functions are more alike, for tools/shrink.py.

A function that saves several of these may use any of them for any of its values: it stores all when it starts and loads all when it ends, and only what is between is renamed. Of all ways that is taken which
has most short sequences in common with the other functions, so one after the other grows more like those before it.
"""

import collections
import itertools
import re

KEPT = re.compile(r"\ba1[2-5]\b")
LENGTH = 3  # instructions of a sequence that is compared
SWEEPS = 2
MANY = 16   # of equal sequences: more count no more


class Choice:
    """What may be renamed in a function, or nothing: `registers` is empty."""

    def __init__(self, program, function):
        self.program, self.function = program, function
        self.slots = {}    # register: where it is saved
        self.fixed = set()  # items that save and restore
        self.registers = sorted(self.slots) if self.find_saves() and self.find_restores() else []

    def find_saves(self):
        """They come before all else that mentions the registers."""
        done = False
        for at, item in enumerate(self.function.items):
            if isinstance(item, str):
                done = done or item.lstrip().startswith(".L")
                continue
            words = item.operands.split(", ")
            kept = KEPT.findall(item.operands)
            if item.op == "asm" or item.piece:
                return False
            if item.op in ("s32i", "s32i.n") and kept == words[:1] and words[1] == "sp" and not done and words[0] not in self.slots:
                self.slots[words[0]] = words[2]
                self.fixed.add(at)
            done = done or item.call or item.target is not None or bool(kept) and at not in self.fixed
        return len(self.slots) > 1

    def find_restores(self):
        """What loads from these places restores, and nothing but restores follows until the end."""
        slots = {place: register for register, place in self.slots.items()}
        restoring = False
        for at, item in enumerate(self.function.items):
            if isinstance(item, str):
                if restoring and ":" in item:
                    return False
                continue
            words = item.operands.split(", ")
            if item.op in ("add", "add.n") and words[0] == "sp":
                return False  # of a large frame: the places have other offsets then
            if at not in self.fixed and item.sp and words[-1] in slots and words[1:2] == ["sp"] and len(words) == 3:
                if item.op not in ("l32i", "l32i.n") or words[0] != slots[words[2]]:
                    return False
                self.fixed.add(at)
                restoring = True
            elif restoring and (KEPT.search(item.operands) or item.target or item.call):
                return False
            if any(register not in self.slots for register in KEPT.findall(item.operands)):
                return False
            if item.leaves:
                restoring = False
        return not restoring

    def prepare(self):
        """Numbers what can change, and the short sequences in which it is."""
        self.row = [(at, item) for at, item in enumerate(self.function.items) if not isinstance(item, str)]
        self.free = [place for place, (at, item) in enumerate(self.row) if at not in self.fixed and KEPT.search(item.operands)]
        near = {(first, length) for place in self.free for length in range(2, LENGTH + 1) for first in range(place - length + 1, place + 1)}
        self.windows = sorted((first, first + length) for first, length in near if first >= 0 and first + length <= len(self.row))

    def with_names(self, names, known_items):
        """The instructions with other registers."""
        row = [item for _, item in self.row]
        for place in self.free:
            item = row[place]
            found = known_items.get((item, names))
            if found is None:
                change = dict(zip(self.registers, names))
                found = known_items[item, names] = self.program.instruction(item.op, KEPT.sub(lambda match: change[match.group()], item.operands), item.value, item.scope)
            row[place] = found
        return row

    def sequences(self, row):
        row = [item if item.target is None else (item.op, item.operands[:-len(item.target)]) for item in row]
        return [tuple(row[first:end]) for first, end in self.windows]

    def take(self, row):
        for (at, _), item in zip(self.row, row):
            self.function.items[at] = item


def rename(program):
    """Returns how many functions changed."""
    known, count = collections.Counter(), 0
    choices = [Choice(program, function) for function in program.functions]
    choices = [choice for choice in choices if choice.registers]
    for choice in choices:
        choice.prepare()
        choice.names = tuple(choice.registers)
        known.update(choice.sequences([item for _, item in choice.row]))
    caches = collections.defaultdict(dict)
    for _ in range(SWEEPS):
        for choice in choices:
            count += improve(choice, known, caches[tuple(choice.registers)])
    for choice in choices:
        choice.take(choice.with_names(choice.names, caches[tuple(choice.registers)]))
    return count


def improve(choice, known, cache):
    """Exchanges two names as long as that makes the function more like others. True when it did."""
    rows = {}

    def score(names):
        rows[names] = found = choice.sequences(choice.with_names(names, cache))
        return sum(len(sequence) * min(known[sequence], MANY) for sequence in found)

    start, names = choice.names, choice.names
    known.subtract(choice.sequences(choice.with_names(names, cache)))
    best = score(names)
    while True:
        tries = [exchanged(names, one, two) for one, two in itertools.combinations(range(len(names)), 2)]
        value, other = max((score(names), -number, names) for number, names in enumerate(tries))[::2]
        if value <= best:
            break
        best, names = value, other
    choice.names = names
    known.update(rows[names])
    return names != start


def exchanged(names, one, two):
    names = list(names)
    names[one], names[two] = names[two], names[one]
    return tuple(names)
