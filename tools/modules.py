#!/usr/bin/env python3
"""Chooses the modules of a build: which C files, which modules in Python and which lines of modules.def.

usage: modules.py VM OUTPUT.def CHOICE...

A CHOICE is a module's name, or the name of a profile: a file of vm/modules/profiles with a choice a line and `#` comments. A package brings
all that is below it, a leading `-` leaves something out. Modules that a chosen one imports when it is imported come with it, a module's aliases too.
What a function imports when it is called is not looked at: it may be left out, and then that call raises ImportError.

C files follow from the sources: a file belongs to the choice when it defines what the machine or a chosen file mentions. Prints a line a file, `c`, `h` or `py` before
its path, and a line `set MACRO=0` for each switch of core/config.h that a module left out turns off; writes the chosen lines of modules.def. A name that nothing
answers to is an error.
"""

import ast
import pathlib
import re
import sys

LINE = re.compile(r"KR_MODULE(_ALIAS)?\((\w+)(?:, (\w+))?\)")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"", re.S)
MENTION = re.compile(r"\b[a-z]\w+")
# What stands at the beginning of a line and is seen from other files: functions, data, and types that a macro defines.
DEFINITION = re.compile(r"^(?!static\b|extern\b|typedef\b|[#\s}/*]).*?\b([a-z]\w+)(?: =|\[[^\n]*\] =|\([^;{]*?\)\s*\{)|^[A-Z_]+\((kr_\w+),", re.M)
# What a header brings into the files that include it: inline functions and macros.
INLINE = re.compile(r"^static (?:inline |_Noreturn )+.*?^\}|^#define(?:[^\n]*\\\n)*[^\n]*", re.M | re.S)
# Modules that others take part in: files that begin with the name are left out with the module, by this switch.
SWITCHES = {"ssl": "KR_WITH_SSL"}
INCLUDE = re.compile(r'^#include "(\w+/\w+\.h)"', re.M)


class Sources:
    """Who defines what, and who mentions it."""

    def __init__(self, vm):
        self.vm = vm
        self.defines, self.mentions, self.includes = {}, {}, {}
        headers = {}
        for path in [*vm.glob("*/*.h"), *vm.glob("include/krait/*.h")]:
            text = path.read_text()
            self.includes[path] = {vm / name for name in INCLUDE.findall(text)}
            headers[str(path.relative_to(vm))] = set(MENTION.findall(" ".join(INLINE.findall(COMMENT.sub(" ", text)))))
        for path in sorted(vm.glob("*/*.c")):
            if path.name in ("frozen_none.c", "absent.c") or path.parent.name == "absent":
                continue
            text = path.read_text()
            self.includes[path] = {vm / name for name in INCLUDE.findall(text)}
            bare = COMMENT.sub(" ", text)
            for name, by_macro in DEFINITION.findall(bare):
                self.defines.setdefault(name or by_macro, path)
            self.mentions[path] = set(MENTION.findall(bare))
            for header in INCLUDE.findall(text):
                self.mentions[path] |= headers.get(header, set())

    def closure(self, names, off):
        """The files of modules/ that the machine needs, with those names besides; none of the modules that are off."""
        files, todo = set(), set(names)
        for path, mentions in self.mentions.items():
            if path.parent.name != "modules":
                todo |= mentions
        while todo:
            path = self.defines.get(todo.pop())
            if path is not None and path.parent.name == "modules" and path not in files and path.stem.partition("_")[0] not in off:
                files.add(path)
                todo |= self.mentions[path]
        return files

    def headers(self, files):
        """The headers of modules/ that these files and the machine see."""
        seen, todo = set(), [path for path in self.mentions if path.parent.name != "modules"] + list(files)
        while todo:
            for path in self.includes.get(todo.pop(), set()) - seen:
                seen.add(path)
                todo.append(path)
        return {path for path in seen if path.parent.name == "modules"}


def frozen(vm):
    """{dotted name: path} of the modules in Python."""
    root, found = vm / "modules/python", {}
    for path in sorted(root.rglob("*.py")):
        words = path.relative_to(root).with_suffix("").parts
        found[".".join(words[:-1] if words[-1] == "__init__" else words)] = path
    return found


def imports(path, name):
    """The modules that importing this one imports, as far as it does so in any case: what stands in no function, `if` or `try`."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    wanted = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Import):
            wanted.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            base = ".".join(base + ([node.module] if node.module else []))
            wanted.add(base)
            wanted.update("%s.%s" % (base, alias.name) for alias in node.names)
    return wanted


class Choice:
    def __init__(self, vm):
        self.vm = vm
        self.python = frozen(vm)
        self.lines = (vm / "modules/modules.def").read_text().splitlines()
        self.native, self.aliases = set(), {}
        for alias, name, target in LINE.findall("\n".join(self.lines)):
            if alias:
                self.aliases[name] = target
            else:
                self.native.add(name)
        self.chosen, self.refused = {"builtins"}, set()

    def below(self, name):
        return {other for other in self.python if other == name or other.startswith(name + ".")}

    def matching(self, name):
        return self.below(name) | {self.aliases.get(name, name)} & self.native

    def add(self, word):
        profile = self.vm / "modules/profiles" / word
        if profile.is_file():
            for line in profile.read_text().splitlines():
                for part in line.partition("#")[0].split():
                    self.add(part)
            return
        found = self.matching(word.lstrip("-"))
        if not found:
            sys.exit("modules: there is no module or profile %r" % word)
        (self.refused if word.startswith("-") else self.chosen).update(found)

    def close(self):
        """Adds what the chosen ones import, and the packages around them."""
        self.chosen -= self.refused
        todo = list(self.chosen)
        while todo:
            name = todo.pop()
            wanted = {name.rpartition(".")[0]} & set(self.python)
            if name in self.python:
                for other in imports(self.python[name], name):
                    wanted |= {self.aliases.get(other, other)} & (self.native | set(self.python))
            for other in wanted - self.chosen:
                self.chosen.add(other)
                todo.append(other)

    def definition(self):
        """The chosen lines of modules.def, which keeps its conditions."""
        yield "/* Generated by tools/modules.py. */"
        for line in self.lines:
            match = LINE.match(line)
            if line.startswith("#") or match and (match[3] or match[2]) in self.chosen:
                yield line


def main():
    vm, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    choice = Choice(vm)
    for word in sys.argv[3:]:
        choice.add(word)
    choice.close()
    text = "\n".join(choice.definition()) + "\n"
    if not output.exists() or output.read_text() != text:
        output.write_text(text)
    off = SWITCHES.keys() - choice.chosen
    sources = Sources(vm)
    files = sources.closure({"kr_module_" + name for name in choice.chosen & choice.native} | {"kr_module_find"}, off)
    for path in sorted(files):
        print("c %s" % path)
    for path in sorted(sources.headers(files)):
        print("h %s" % path)
    for name in sorted(off):
        print("set %s=0" % SWITCHES[name])
    for name in sorted(choice.chosen & set(choice.python)):
        print("py %s" % choice.python[name])


if __name__ == "__main__":
    main()
