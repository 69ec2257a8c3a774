#!/usr/bin/env python3
"""Builds the machine for lx106 with Debian's cross compiler and tools/shrink.py, and tells what it takes of the chip's flash and RAM.

usage: size.py [--all] [--modules CHOICE] WORK [FREEZE]

Two measures. "compiled" adds up the object files: what was written. "linked" is what a linked image keeps of them: the linker drops what
the public functions that a device calls (daemon/src) do not reach, such as the disassembler, and merges equal texts. The core's figure is told for a machine without compiler, too. The core (core, run, compiler, types, and
the names that they mention) is linked alone for its figure, with the hooks into modules left open, and then together with modules: those of the profile esp8266
and all of them, or a CHOICE as CMake's KRAIT_MODULES takes it ("" for all). `text` is code, literals and read-only data.

WORK is a folder for the objects; a later run compiles what has changed. FREEZE is the program `freeze` of a build for this computer. --all lists every file
instead of the ten largest of the core.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
VM = ROOT / "vm"
TOOL = "xtensa-lx106-elf-"
CORE = ("core", "run", "compiler", "types")
ABSENT = VM / "compiler/absent.c"
GATE = 160 * 1024
KEPT = re.findall(r"--keep (\w+)", (ROOT / "ports/esp8266/CMakeLists.txt").read_text())
FLAGS = ["-std=gnu11", *(ROOT / "tools/lx106.flags").read_text().split()]
# Literals stand before the code that loads them. What the chip's own ROM has (division, soft float) and the hooks of a port stay open at address 0,
# perhaps out of a call's reach: the image is measured, not run.
SCRIPT = """SECTIONS {
    .text 0x1000 : { INCLUDE %s
        *(.literal .literal.* .text .text.*) }
    .rodata : { *(.rodata .rodata.*) }
    .data : { *(.data .data.*) }
    .bss : { *(.bss .bss.* COMMON) }
    /DISCARD/ : { *(.xt.* .xtensa.info .comment .eh_frame) }
}
"""
# One row of the linker's map: an input section that was kept, its address, its size and its file. Long names stand on a line of their own.
ROW = re.compile(r"^ (\.[\w.$]+|COMMON)\s+0x[0-9a-f]+ +0x([0-9a-f]+) (\S+)$", re.M)


def run(*command):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit("size: %s\n%s" % (" ".join(str(word) for word in command), result.stderr))
    return result.stdout


def specs():
    """picolibc's headers and libraries lie outside of the compiler's own folders: the package knows where."""
    listing = subprocess.run(["dpkg-query", "-L", "picolibc-xtensa-lx106-elf"], capture_output=True, text=True) if shutil.which("dpkg-query") else None
    found = [line for line in listing.stdout.split() if line.endswith("/picolibc.specs")] if listing else []
    if not found or not shutil.which(TOOL + "gcc"):
        sys.exit("size: the cross compiler %sgcc with picolibc is missing; `tools/setup test` installs it." % TOOL)
    return "--specs=" + found[0]


def kind(section):
    if section.startswith((".text", ".literal", ".rodata")):
        return "text"
    if section.startswith((".bss", "COMMON")):
        return "bss"
    return "data" if section.startswith(".data") else None


def fresh(target, inputs):
    return target.exists() and all(os.path.exists(name) and os.path.getmtime(name) <= target.stat().st_mtime for name in inputs)


def everything():
    """The choice that takes all modules."""
    native = re.findall(r"^KR_MODULE\((\w+)\)", (VM / "modules/modules.def").read_text(), re.M)
    return [*native, *(path.stem for path in (VM / "modules/python").iterdir())]


class Build:
    """The objects of one choice of modules (None: of the core), with the names that these mention."""

    def __init__(self, work, choice=None, freeze=None, compiler=True):
        self.work = work
        self.specs = specs()
        work.mkdir(parents=True, exist_ok=True)
        sources = [p for folder in CORE for p in sorted((VM / folder).glob("*.c")) if (p == ABSENT if folder == "compiler" and not compiler else p != ABSENT)]
        headers = [p for folder in ("include/krait",) + CORE for p in sorted((VM / folder).glob("*.h"))]
        python = []
        if choice is not None:
            chosen = work / "modules_chosen.def"
            lines = run("/usr/bin/python3", ROOT / "tools/modules.py", VM, chosen, *(choice or everything())).splitlines()
            kinds = {kind: [pathlib.Path(line.partition(" ")[2]) for line in lines if line.startswith(kind + " ")] for kind in ("c", "h", "py")}
            sources += kinds["c"]
            headers += kinds["h"] + [chosen]
            python = kinds["py"]
        run("/usr/bin/python3", ROOT / "tools/names.py", work / "names_rom.h", work / "names_rom.c", work / "names_rom.txt", *sources, *headers, *python)
        sources.append(work / "names_rom.c")
        if python and freeze:
            run(freeze, "--strip", work / "frozen_rom.c", work / "names_rom.txt", VM / "modules/python", *python)
            sources.append(work / "frozen_rom.c")
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            assembly = dict(zip(pool.map(self.compile, sources), sources))
        shrunk, self.order = self.work / "shrunk", self.work / "order.ld"
        shutil.rmtree(shrunk, ignore_errors=True)
        keep = [word for name in KEPT for word in ("--keep", name)]
        run("/usr/bin/python3", ROOT / "tools/shrink.py", "--pack", *keep, "--assembler", TOOL + "as --no-target-align", "--script", self.order, shrunk, *assembly)
        known = {"%s_%s" % (target.parent.name, target.stem): source for target, source in assembly.items()}
        self.objects = {target: known.get(target.stem) for target in sorted(shrunk.glob("*.o"))}

    def compile(self, source):
        folder = source.parent.name if VM in source.parents else "generated"
        target = self.work / folder / (source.stem + ".s")
        target.parent.mkdir(exist_ok=True)
        depends = target.with_suffix(".d")
        known = depends.read_text().replace("\\\n", " ").split()[1:] if depends.exists() else [target.with_suffix(".none")]
        if not fresh(target, [__file__] + known):
            run(TOOL + "gcc", self.specs, *FLAGS, "-MMD", "-I" + str(VM), "-I" + str(VM / "include"), "-I" + str(self.work), "-S", source, "-o", target)
        return target

    def row(self, target):
        """What a table calls an object file: folder, file."""
        source = self.objects[target]
        if source is None:
            return ("shared", target.stem + ".s")
        return (source.parent.name, source.name) if VM in source.parents else ("names" if source.stem == "names_rom" else "frozen", source.name)

    def compiled(self):
        """{row: {text, data, bss}}"""
        table, row = {}, None
        for line in run(TOOL + "objdump", "-h", *self.objects).splitlines():
            words = line.split()
            if ":     file format" in line:
                row = self.row(pathlib.Path(line.split(":")[0]))
                table[row] = {"text": 0, "data": 0, "bss": 0}
            elif len(words) == 7 and words[0].isdigit() and kind(words[1]):
                table[row][kind(words[1])] += int(words[2], 16)
        return table

    def linked(self):
        """The same of an image for a device, with what it takes of the C library and what the linker adds between sections, less the equal texts that it merges."""
        public = set(re.findall(r"\b(kr_\w+)\(", (VM / "include/krait/vm.h").read_text()))
        wanted = {name for source in (ROOT / "daemon/src").glob("*.c") for name in re.findall(r"\b(kr_\w+)\(", source.read_text())} & public
        image, chart = self.work / "image.elf", self.work / "image.map"
        roots = ["-Wl,-u," + name for name in sorted(wanted)]
        script = self.work / "image.ld"
        script.write_text(SCRIPT % self.order)
        options = "-Wl,-T,%s,--gc-sections,--unresolved-symbols=ignore-all,--noinhibit-exec,-e,kr_open,-Map=%s" % (script, chart)
        run(TOOL + "gcc", "-nostdlib", options, *roots, *self.objects, "-L" + str(pathlib.Path(self.specs.split("=")[1]).parent / "lib"), "-lm", "-lc", "-o", image)
        table = {self.row(target): {"text": 0, "data": 0, "bss": 0} for target in self.objects}
        text = chart.read_text()
        for section, size, name in ROW.findall(text[text.index("Linker script and memory map"):]):
            row = self.row(pathlib.Path(name)) if pathlib.Path(name) in self.objects else ("C library", "")
            if kind(section):
                table.setdefault(row, {"text": 0, "data": 0, "bss": 0})[kind(section)] += int(size, 16)
        sections = re.findall(r"^ *\d+ (\.\w+) +([0-9a-f]{8})", run(TOOL + "objdump", "-h", image), re.M)
        whole = sum(int(size, 16) for name, size in sections if kind(name) == "text")
        table[("alignment", "")] = {"text": whole - total(table)["text"], "data": 0, "bss": 0}
        return table


def total(table, folders=None):
    rows = [sizes for (folder, _), sizes in table.items() if folders is None or folder in folders]
    return {key: sum(sizes[key] for sizes in rows) for key in ("text", "data", "bss")}


def line(name, compiled, linked):
    print("| %-30s | %9s | %8s | %6s | %5s |" % (name, format(compiled["text"], ","), format(linked["text"], ","), format(linked["data"], ","), format(linked["bss"], ",")))


def heading(name):
    print("\n| %-30s | %9s | %8s | %6s | %5s |\n|---|---:|---:|---:|---:|" % (name, "compiled", "linked", "data", "bss"))


def folders_table(title, compiled, linked):
    heading(title)
    for folder in sorted({folder for folder, _ in linked}, key=lambda name: -total(linked, [name])["text"]):
        line(folder, total(compiled, [folder]), total(linked, [folder]))
    line("in all", total(compiled), total(linked))


def files_table(compiled, linked, count):
    heading("file")
    largest = sorted(compiled, key=lambda row: -linked[row]["text"])
    for row in largest[:count]:
        line("/".join(row), compiled[row], linked[row])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--modules", metavar="CHOICE")
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("freeze", type=pathlib.Path, nargs="?")
    options = parser.parse_args()
    work, freeze = options.work.resolve(), options.freeze and options.freeze.resolve()
    core = Build(work / "core")
    compiled, linked = core.compiled(), core.linked()
    folders_table("the core", compiled, linked)
    figure = total(linked)
    print("\ncore: %s bytes of text, gate %s; data + bss: %s, gate 2,048" %
          (format(figure["text"], ","), format(GATE, ","), format(figure["data"] + figure["bss"], ",")))
    figure = total(Build(work / "core-images", compiler=False).linked())
    print("without the compiler (-DKRAIT_COMPILER=OFF): %s bytes of text" % format(figure["text"], ","))
    files_table(compiled, linked, None if options.all else 10)
    for choice in ["esp8266", ""] if options.modules is None else [options.modules]:
        build = Build(work / (choice.replace(";", "_") or "whole"), choice.split(";") if choice else [], freeze)
        compiled, linked = build.compiled(), build.linked()
        folders_table("with the modules of " + choice if choice else "with all modules", compiled, linked)
        if options.all:
            files_table(compiled, linked, None)


if __name__ == "__main__":
    main()
