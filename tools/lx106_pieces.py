"""Finds what functions for lx106 have in common and makes pieces of it, for tools/shrink.py.

A window is a stretch of a function's items that is closed: branches in it lead to labels in it or right behind it, and its labels are known to nobody else. Two windows are equal when their items are, a branch being
how far it goes. One that occurs several times becomes a piece, in one of these ways:

    tail    control never leaves it at its end        j piece
    last    its only call is the last item            call0 piece                the piece jumps where the call went
    plain   no call                                   call0 piece                the piece returns
    save    stores a0, as the start of a function     mov.n a9, a0; call0 piece  the piece stores a9; it may end like `last`
    frame   several calls                             call0 piece                the piece keeps a0 in a frame of its own

All but tails want a0 to be dead behind the window. Calls that never return are none. A call reaches everything, a jump what lies in its own group of files: a tail is shared by one group only, and a piece that
ends in a jump lies in the group it jumps to.
"""

import collections
import heapq

from lx106_blocks import copied, is_label
from lx106_assembly import LABEL, Function, labels_of, liveness, references

LONGEST = 64         # items of a piece
REACH = 100 * 1024   # of a jump, with a margin for literals
SPARE = (9, 10, 11)  # no argument comes in these
FRAME = 16
LEAVE = 5            # bytes that give back a piece's frame
PRICE = {"tail": 3, "last": 3, "plain": 3, "save": 5, "frame": 3}
EXTRA = {"tail": 0, "last": 1.5, "plain": 3.5, "save": 3.5, "frame": 13.5}


class Map:
    """Where each function lies, roughly: what a jump reaches."""

    def __init__(self, program):
        self.program, self.places, at = program, {}, 0
        order = {}
        for function in program.functions + program.kept:
            if function.source and not function.name.startswith("kr_piece_"):
                order.setdefault(function.source, []).append(function)
        first, last = {}, {}
        for source, functions in sorted(order.items(), key=lambda entry: entry[0].order):
            first.setdefault(source.group, at)
            for function in functions:
                self.places[function.key()] = function
                function.place = at
                at += function.size() + 12
            source.place = (functions[0].place + at) // 2
            last[source.group] = at
        self.middle = {group: (first[group] + last[group]) // 2 for group in first}
        for piece in program.named.values():
            if piece.name.startswith("kr_piece_"):
                piece.place = piece.source.place if piece.source else self.middle[piece.group]

    def find(self, source, name):
        """The function of this name as the file sees it; None: not ours."""
        return self.program.named.get(name) or (self.places.get((source.scope(name), name)) if source else self.places.get((None, name)))

    def reaches(self, function, name):
        goal = self.find(function.source, name)
        return goal is not None and abs(function.place - goal.place) < REACH


class Window:
    """A content of several places, and what a piece of it would be. `targets`: where its branches go, from its start."""

    def __init__(self, items, targets, places):
        self.items, self.targets, self.places = items, targets, places
        self.size = sum(item.size for item in items if not isinstance(item, str))
        self.to_end = len(items) in targets.values()
        self.kind = self.spare = self.home = None
        self.jump = False  # the last call becomes a jump

    def is_closed(self):
        return not isinstance(self.items[-1], str) and all(to <= len(self.items) for to in self.targets.values())

    def instructions(self):
        return [item for item in self.items if not isinstance(item, str)]

    def classify(self, find, stackless):
        """Sets kind, home and jump. False: it cannot be a piece."""
        real = self.instructions()
        last = real[-1]
        if not self.set_home([item for item in real if item.op == "j" and item.target is None], find):
            return False
        if any(item.end for item in real):
            self.kind = "tail"
            return last.end and not self.to_end
        if any(item.op == "callx0" and item.operands == "a0" for item in real):
            return False
        inner = [item for item in real[:-1] if item.call and not item.never]
        links = [item for item in real if not item.call and (item.uses | item.defs) & 1]
        self.jump = last.call and (last.op == "callx0" or last.never or not self.to_end) and (last.never or self.set_home([last] if last.op == "call0" else [], find))
        if last.call and not last.never and not self.jump:
            inner.append(last)
        if inner:
            self.kind = "frame"
            return not links and self.fits_a_frame(inner + [item for item in real[:-1] if item.never], stackless)
        self.kind = "last" if last.call else "plain"
        if links:
            self.kind = "save"
            return len(links) == 1 and links[0].op.startswith("s32i") and links[0].operands.startswith("a0,")
        return True

    def set_home(self, jumps, find):
        """The group where the piece must lie, as all these jumps go there. False: they go elsewhere."""
        for item in jumps:
            goal = find(item)
            if goal is None or self.home not in (None, goal.group):
                return False
            self.home = goal.group
        return True

    def fits_a_frame(self, inner, stackless):
        for item in inner:
            if item.op != "call0" or not stackless(item):
                return False
        return all(deeper(item) is not None for item in self.instructions() if item.sp)

    def set_spare(self):
        used = 0
        for item in self.instructions():
            used |= item.uses | (0 if item.call else item.defs)
        self.spare = next((register for register in SPARE if not used >> register & 1), None)
        return self.spare is not None

    def cost(self):
        """Of the piece itself."""
        extra = EXTRA[self.kind]
        if self.jump and self.kind in ("save", "frame"):
            extra -= 2
        if self.to_end and (self.kind == "last" or self.jump):
            extra += 2 + (LEAVE if self.kind == "frame" else 0)
        return self.size + extra


def deeper(item):
    """(op, operands) of an instruction in a frame below its own; None: there is none."""
    words = item.operands.split(", ")
    op = item.op.removesuffix(".n")
    if op in ("l32i", "s32i", "l8ui", "s8i", "l16ui", "s16i") and words[1] == "sp" and words[0] != "sp":
        offset = int(words[2]) + FRAME
        return (op + (".n" if offset <= 60 and op[1:3] == "32" else ""), "%s, sp, %d" % (words[0], offset)) if offset <= 240 else None
    if op == "mov" and words[1] == "sp":
        return "addi", "%s, sp, %d" % (words[0], FRAME)
    if op == "addi" and words[0] != "sp" and int(words[2]) + FRAME <= 127:
        return op, "%s, sp, %d" % (words[0], int(words[2]) + FRAME)
    return None


class Outliner:
    """One round."""

    def __init__(self, program, number):
        self.program, self.number = program, number
        self.places = Map(program)
        self.live = {}
        self.taken = {}
        self.made = []
        self.prepare()

    def prepare(self):
        """Numbers all items: equal numbers, equal items. 0 is no part of a window."""
        table = {}
        self.delta, self.sizes = [0], [0]
        self.keys, self.refs = {}, {}
        for function in self.program.functions:
            labels, refs = labels_of(function), references(function)
            self.keys[function] = keys = []
            self.refs[function] = {labels[label]: (at[0], at[-1]) for label, at in refs.items() if label in labels}
            for at, item in enumerate(function.items):
                delta = 0
                if isinstance(item, str):
                    match = LABEL.match(item)
                    key = ":" if match and match.group(1) in refs and not function.is_known(match.group(1)) else None
                elif item.target:
                    to = labels.get(item.target)
                    delta = to - at if to is not None else 0
                    key = None if to is None or function.is_known(item.target) else (item.op, item.operands[:-len(item.target)], delta)
                else:
                    key = item if item.movable else None
                number = table.setdefault(key, len(table) + 1) if key is not None else 0
                if number == len(self.delta):
                    self.delta.append(delta)
                    self.sizes.append(0 if isinstance(item, str) else item.size)
                keys.append(number)

    def grow(self, groups, length):
        """The windows that are longer by one item: {number of the shorter one and the item: its places}."""
        longer = collections.defaultdict(list)
        for number, (places, _, _) in enumerate(groups):
            for place in places:
                function, at = place
                keys = self.keys[function]
                if at + length <= len(keys):
                    key = keys[at + length - 1]
                    if key and self.delta[key] >= 1 - length:
                        refs = self.refs[function].get(at + length - 1)
                        if refs is None or refs[0] >= at:
                            longer[number, key].append(place)
        return longer

    def windows(self):
        """Those that occur more than once."""
        groups = [([(function, at) for function in self.program.functions for at in range(len(function.items))], 0, ())]
        for length in range(1, LONGEST):
            next_groups = []
            for (number, key), places in self.grow(groups, length).items():
                if len(places) < 2:
                    continue
                size = groups[number][1] + self.sizes[key]
                targets = groups[number][2]
                if self.delta[key]:
                    targets = targets + ((length - 1, length - 1 + self.delta[key]),)
                next_groups.append((places, size, targets))
                if len(places) * (size - 3) > size:
                    function, at = places[0]
                    window = Window(function.items[at:at + length], dict(targets), places)
                    if window.is_closed():
                        yield from self.classified(window, function)
            groups = next_groups
            if not groups:
                return

    def classified(self, window, function):
        """The window if it can be a piece; a tail once for each group."""
        find = lambda item: self.places.find(function.source, item.operands)
        if not window.classify(find, self.is_stackless) or window.kind == "save" and not window.set_spare():
            return
        if any(item.scope for item in window.instructions() if not item.target) and not self.is_near(window, function.source):
            return
        if window.kind != "tail":
            yield window
            return
        groups = collections.defaultdict(list)
        for place in window.places:
            groups[place[0].group].append(place)
        for group, places in groups.items():
            if len(places) > 1 and window.home in (None, group):
                share = Window(window.items, window.targets, places)
                share.kind, share.home = "tail", group
                yield share

    def is_near(self, window, source):
        """True when a piece that lies with this file can jump where it goes."""
        jumps = [item for item in window.instructions() if item.op == "j" and item.target is None or window.jump and item is window.items[-1] and item.op == "call0" and not item.never]
        goals = [self.places.find(source, item.operands) for item in jumps]
        return all(abs(goal.place - source.place) < REACH for goal in goals)

    def is_stackless(self, item):
        return (item.operands if item.piece else (item.scope, item.operands)) in self.program.stackless

    def behind(self, function, end):
        """The registers that are live where a window ended."""
        if function not in self.live:
            self.live[function] = liveness(function)
        return self.live[function][end - 1] | (self.before(function, end) if end < len(function.items) else 0)

    def before(self, function, at):
        item, live = function.items[at], self.live[function][at]
        return live if isinstance(item, str) else live & ~item.defs | item.uses

    def fits(self, window, function, at):
        """True when the piece may stand for these instructions here."""
        end = at + len(window.items)
        taken = self.taken.setdefault(function, bytearray(len(function.items)))
        refs = self.refs[function]
        if any(taken[at:end]) or any(refs[i][1] >= end for i in range(at, end) if i in refs):
            return False
        if window.kind == "tail" or window.jump and window.kind == "last" and not window.to_end:
            return True
        if self.behind(function, end) & 1:
            return False
        if window.kind != "save":
            return True
        live = self.live[function]
        return all(not live[i] >> window.spare & 1 for i in range(at, end)) and not self.before(function, at) >> window.spare & 1

    def usable(self, window):
        found, end = [], {}
        for function, at in window.places:
            if at >= end.get(function, 0) and self.fits(window, function, at):
                found.append((function, at))
                end[function] = at + len(window.items)
        return found

    def gain(self, window, places):
        saved = len(places) * (window.size - PRICE[window.kind])
        if window.kind == "tail":  # a copy of an end that was made to be found goes away anyway
            for function, at in places:
                end = at + len(window.items)
                if end < len(function.items) and is_label(function.items[end]):
                    free = copied(function.items, end)
                    saved -= sum(item.size for item in function.items[max(at, end - free):end] if not isinstance(item, str))
        return saved - window.cost()

    def run(self):
        """Makes pieces, the one that saves most first. Returns how many."""
        heap = []
        for order, window in enumerate(self.windows()):
            gain = self.gain(window, window.places)
            if gain > 0:
                heap.append((-gain, order, window))
        heapq.heapify(heap)
        while heap:
            _, order, window = heapq.heappop(heap)
            window.places = self.usable(window)
            gain = self.gain(window, window.places)
            if gain <= 0 or len(window.places) < 2:
                continue
            if heap and gain < -heap[0][0]:
                heapq.heappush(heap, (-gain, order, window))
                continue
            self.make(window)
        return self.apply()

    def make(self, window):
        name = "kr_piece_%d_%d" % (self.number, len(self.made))
        make = self.program.instruction
        piece = Function(name, self.body(window, name), None, window.home, window.kind != "tail")
        self.settle(window, piece)
        self.made.append(piece)
        self.program.named[name] = piece
        if self.is_neutral(window):
            self.program.stackless.add(name)
        instead = [make("j" if window.kind == "tail" else "call0", name)]
        if window.kind == "save":
            instead.insert(0, make("mov.n", "a%d, a0" % window.spare))
        for function, at in window.places:
            self.taken[function][at:at + len(window.items)] = b"\1" * len(window.items)
            function.changes.append((at, len(window.items), instead))

    def settle(self, window, piece):
        """Where the piece lies: with its only file, or in the middle of a group."""
        sources = {function.source for function, _ in window.places}
        scope = any(item.scope for item in piece.items if not isinstance(item, str))
        source = next(iter(sources)) if len(sources) == 1 or scope else None
        if piece.group is None or scope:
            piece.group = window.places[0][0].group
        if source and not scope and (source.group != piece.group or not self.is_near(window, source)):
            source = None
        piece.source = source
        piece.place = source.place if source else self.places.middle[piece.group]

    def body(self, window, name):
        """The items of the piece."""
        make = self.program.instruction
        label = lambda to: ".L%s_%d" % (name, to)
        items = []
        for at, item in enumerate(window.items):
            if isinstance(item, str):
                item = label(at) + ":\n"
            elif at in window.targets:
                item = make(item.op, item.operands[:-len(item.target)] + label(window.targets[at]))
            elif window.kind == "frame" and item.sp:
                item = make(*deeper(item))
            elif window.kind == "save" and item.uses & 1 and not item.call:
                item = make(item.op, "a%d" % window.spare + item.operands[2:])
            items.append(item)
        if window.kind == "tail":
            return items
        end = [label(len(window.items)) + ":\n"] if window.to_end else []
        leave = []
        if window.kind == "frame":
            items = [make("addi", "sp, sp, -%d" % FRAME), make("s32i.n", "a0, sp, 0")] + items
            leave = [make("l32i.n", "a0, sp, 0"), make("addi", "sp, sp, %d" % FRAME)]
        out = end + leave + [make("ret.n", "")]
        if window.jump:
            last = items.pop()
            jump = last if last.never else make("jx" if last.op == "callx0" else "j", last.operands, None, last.scope)
            out = leave + [jump] + (out if window.to_end else [])
        return items + out

    def is_neutral(self, window):
        """True when the piece finds nothing in the frame of who calls it."""
        for item in window.instructions():
            if item.sp or item.op in ("callx0", "jx", "asm") or (item.op == "call0" or item.op == "j" and item.target is None) and not self.is_stackless(item):
                return False
        return True

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
        if after and not after.aligned and after.name not in preceded and not loops(piece, after, follows):
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
