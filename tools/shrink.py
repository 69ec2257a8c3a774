#!/usr/bin/env python3
"""Makes the compiler's assembly for lx106 smaller: what functions have in common becomes one piece of code that they call or jump to.

usage: shrink.py [--pack] [--keep NAME]... [--assembler COMMAND [--script FILE] [--archive FILE]] FOLDER FILE...

Each FILE (the result of gcc -Os -S, call0 ABI) becomes FOLDER/<folder>_<name>.s. They are taken together, in groups within which jumps reach; shared_<n>.s are the pieces that lie in the middle of group n. Functions
of the files --keep stay as they are, for the sake of speed. With --assembler all is assembled; the objects are written in the order in which they are to be linked to FILE as
statements of a linker script: the linker would order sections by whether they load literals, and jumps would no longer reach. It refuses what a jump does not reach.

Nothing is known but the instructions and the ABI: a2 to a7 are arguments, a2 to a5 results, a12 to a15 are kept by calls, a0 is the return address. The passes:

1. Of functions that are equal one remains.
2. A call whose result is returned becomes a jump (gcc 12 does not do this for the chip), when the function keeps nothing in its frame but saved registers. A frame in which then only a0 is saved goes away.
3. With --pack, texts that are given to the machine's functions for messages become numbers of texts in one packed array (lx106_messages.py), which is part of the last group's shared pieces.
4. Values get the registers that calls keep so that functions are more alike (lx106_registers.py).
5. Blocks get copies of the function's end that they jump to (lx106_blocks.py).
6. What occurs several times becomes a piece (lx106_pieces.py), that which saves most first. Later rounds find pieces in pieces.

In the end each function is shown to leave the stack as it found it (lx106_frames.py); nothing is written else.

Invariant: an instruction is moved only where every register that it reads holds what it held before; a0 is overwritten only where liveness says that nobody reads it.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import shlex
import subprocess
import sys

from lx106_assembly import ARGUMENTS, LABEL, RETURNS, Function, Output, Program, Source, mask
from lx106_blocks import learn, strip, tidy
from lx106_frames import lost
from lx106_messages import pack
from lx106_pieces import REACH, Map, Outliner, chains
from lx106_registers import rename

ROUNDS = 3
GROUP = 260 * 1000  # bytes of instructions, before they shrink


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


def jumps(program):
    places = Map(program)
    return sum(jump_instead(program, function, places.reaches) for function in program.functions if frame_is_plain(function))


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
    """One of equal functions remains, of those within its reach; those whose address somebody may hold jump to it. Returns how many went."""
    Map(program)
    groups, instead = collections.defaultdict(list), {}
    for function in program.functions:
        key = shape(function) if function.items else None
        if key and function.size() > 3:
            groups[key].append(function)
    todo = list(groups.values())
    for equal in todo:
        first = sorted(equal, key=lambda function: function.place)[len(equal) // 2]
        near = [function for function in equal if not function.exposed() or abs(function.place - first.place) < REACH]
        if len(near) < len(equal):
            todo.append([function for function in equal if function not in near and function is not first])
        rest = [function for function in near if function is not first]
        if rest:
            replace(program, first, rest, instead)
    for function in program.functions:
        for at, item in enumerate(function.items):
            if not isinstance(item, str) and item.op in ("call0", "j") and not item.target:
                to = instead.get((item.scope, item.operands))
                if to and len(function.items) > 1:
                    function.items[at] = program.instruction(item.op, to.operands)
    return len(instead)


def replace(program, first, rest, instead):
    """Leaves of the rest only jumps to the first, where somebody may hold the address."""
    name = "kr_merged_%d" % len(program.named)
    program.named[name] = first
    if first.key() in program.stackless:
        program.stackless.add((None, name))
    first.names.append(name)
    for function in rest:
        instead[function.key()] = program.instruction("j", name)
        function.items = [program.instruction("j", name)] if function.exposed() else []
        function.names = function.names if function.items else []


# --- the whole ---


def shrink(program, report):
    """All passes."""
    total = lambda: sum(function.size() for function in program.functions)
    report("%d bytes of instructions" % total())
    learn(program)
    count = merged = merge(program)
    while merged:
        merged = merge(program)
        count += merged
    report("%d equal functions: %d" % (count, total()))
    report("%d jumps instead of calls: %d" % (jumps(program), total()))
    report("%d functions with other registers" % rename(program))
    for number in range(ROUNDS):
        tidy(program)
        report("%d pieces: %d" % (Outliner(program, number).run(), total()))
    tidy(program)
    for function in program.functions:
        strip(function)
    report("in the end: %d" % total())


def write(program, sources, folder, data):
    """The files in the order of the link, the shared pieces in the middle of each group; data goes with the last ones."""
    pieces = collections.defaultdict(list)
    for function in program.functions:
        if function.name.startswith("kr_piece_"):
            pieces[function.source or function.group].append(function)
    paths = []
    for group in sorted({source.group for source in sources}):
        members, sizes = [source for source in sources if source.group == group], []
        for source in members:
            path = folder / (source.name + ".s")
            source.write(program, path, list(chains(pieces[source])))
            paths.append(path)
            sizes.append(sum(item.size() for item in source.lines if isinstance(item, Function)))
        shared = Output(program)
        for chain in chains(pieces[group]):
            shared.piece(chain)
        path = folder / ("shared_%d.s" % group)
        path.write_text("".join(shared.parts) + (data if members[-1] is sources[-1] else ""))
        middle = next((at for at in range(len(sizes)) if 2 * sum(sizes[:at]) >= sum(sizes)), 0)
        paths.insert(len(paths) - len(sizes) + middle, path)
    return paths


def read(paths, kept):
    """The program and its sources, in groups of about the same size."""
    program = Program()
    sources, sizes = [], []
    for path in paths:
        name = "%s_%s" % (path.parent.name, path.name.split(".")[0])
        first = len(program.functions), len(program.kept)
        sources.append(Source(program, path, name, name in kept))
        sizes.append(sum(function.size() for function in program.functions[first[0]:] + program.kept[first[1]:]))
    count = max(1, -(-sum(sizes) // GROUP))
    share, at = max(1, sum(sizes) / count), 0
    for order, (source, size) in enumerate(zip(sources, sizes)):
        source.order, source.group = order, min(int((at + size / 2) / share), count - 1)
        at += size
    for function in program.functions + program.kept:
        function.group = function.source.group
    return program, sources


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
    program, sources = read(options.files, options.keep)
    table = pack(program) if options.pack else ""
    shrink(program, print if options.verbose else lambda text: None)
    if broken := lost(program):
        sys.exit("shrink: a pass is wrong: the stack is not given back in %s" % ", ".join(broken))
    paths = write(program, sources, options.folder, table)
    if options.assembler:
        objects = assemble(options.assembler, paths)
        if options.script:
            options.script.write_text("".join("*%s(.literal .literal.* .text .text.*)\n" % path.name for path in objects))
        if options.archive:
            options.archive.unlink(missing_ok=True)
            subprocess.run([shlex.split(options.assembler)[0][:-2] + "ar", "crs", str(options.archive), *map(str, objects)], check=True)


if __name__ == "__main__":
    main()
