"""Usage and help texts."""

import textwrap
from argparse import ONE_OR_MORE, OPTIONAL, PARSER, REMAINDER, SUPPRESS, ZERO_OR_MORE


class HelpFormatter:
    """Lays out help in two columns; texts are wrapped."""

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        if width is None:
            import os

            columns = os.getenv("COLUMNS", "")
            width = (int(columns) if columns.isdigit() else 80) - 2
        self._prog = prog
        self._step = indent_increment
        self._limit = min(max_help_position, max(width - 20, indent_increment * 2))
        self._width = width

    # What other formatters change.

    def _fill_text(self, text, width, indent):
        return textwrap.fill(" ".join(text.split()), width, initial_indent=indent, subsequent_indent=indent)

    def _split_lines(self, text, width):
        return textwrap.wrap(" ".join(text.split()), width)

    def _get_help_string(self, action):
        return action.help

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()

    def _get_default_metavar_for_positional(self, action):
        return action.dest

    # Arguments.

    def _metavar(self, action, default):
        if action.metavar is not None:
            return action.metavar
        return default if action.choices is None else "{%s}" % ",".join(map(str, action.choices))

    def _args(self, action, default):
        """What stands behind an option, or for a positional."""
        nargs = action.nargs
        name = self._metavar(action, default)
        first, second = (name[0], name[-1]) if isinstance(name, tuple) else (name, name)
        if nargs is None:
            return first
        if nargs == OPTIONAL:
            return "[%s]" % first
        if nargs == ZERO_OR_MORE:
            return "[%s ...]" % first if first == second and not (isinstance(name, tuple) and len(name) == 2) else "[%s [%s ...]]" % (first, second)
        if nargs == ONE_OR_MORE:
            return "%s [%s ...]" % (first, second)
        if nargs == REMAINDER:
            return "..."
        if nargs == PARSER:
            return "%s ..." % first
        if nargs == SUPPRESS:
            return ""
        return " ".join(name if isinstance(name, tuple) else [name] * nargs)

    def _invocation(self, action):
        """The left column."""
        if not action.option_strings:
            name = self._metavar(action, self._get_default_metavar_for_positional(action))
            return " ".join(name) if isinstance(name, tuple) else name
        if action.nargs == 0:
            return ", ".join(action.option_strings)
        args = self._args(action, self._get_default_metavar_for_optional(action))
        return ", ".join(["%s %s" % (name, args) for name in action.option_strings])

    def _expand(self, action):
        fields = {"prog": self._prog}
        for name, value in action.__dict__.items():
            if value is SUPPRESS:
                continue
            fields[name] = getattr(value, "__name__", value)
        if fields.get("choices") is not None:
            fields["choices"] = ", ".join(map(str, fields["choices"]))
        return self._get_help_string(action) % fields

    # Usage.

    def usage(self, usage, actions, groups, prefix="usage: "):
        """The usage text with an empty line behind it."""
        if usage is not None:
            text = usage % {"prog": self._prog}
        elif not actions:
            text = self._prog
        else:
            options = [action for action in actions if action.option_strings]
            positionals = [action for action in actions if not action.option_strings]
            first = self._parts(options, groups)
            second = self._parts(positionals, groups)
            text = " ".join([self._prog] + first + second)
            if len(prefix) + len(text) > self._width:
                text = self._wrapped(first, second, prefix)
        return "%s%s\n" % (prefix, text)

    def _wrapped(self, first, second, prefix):
        """Options from the program's name on, positionals in lines of their own."""
        if len(prefix) + len(self._prog) <= 0.75 * self._width:
            indent = " " * (len(prefix) + len(self._prog) + 1)
            if first:
                lines = self._rows([self._prog] + first, indent, prefix) + self._rows(second, indent)
            else:
                lines = self._rows([self._prog] + second, indent, prefix)
        else:
            indent = " " * len(prefix)
            lines = self._rows(first + second, indent)
            if len(lines) > 1:
                lines = self._rows(first, indent) + self._rows(second, indent)
            lines = [self._prog] + lines
        return "\n".join(lines)

    def _rows(self, parts, indent, prefix=None):
        lines = []
        line = []
        size = len(indent if prefix is None else prefix) - 1
        for part in parts:
            if size + 1 + len(part) > self._width and line:
                lines.append(indent + " ".join(line))
                line = []
                size = len(indent) - 1
            line.append(part)
            size += len(part) + 1
        if line:
            lines.append(indent + " ".join(line))
        if prefix is not None:
            lines[0] = lines[0][len(indent) :]
        return lines

    def _parts(self, actions, groups):
        """The words of a usage text; members of a group that stand side by side make one, with | between them."""
        starts, inside = {}, {}
        for group in groups:
            members = group._members
            if not members or members[0] not in actions:
                continue
            at = actions.index(members[0])
            if actions[at : at + len(members)] == members:
                starts[at] = group
                for i in range(at, at + len(members)):
                    inside[i] = group
        parts = []
        at = 0
        while at < len(actions):
            if at in starts:
                members = starts[at]._members
                part = self._alternatives(starts[at], members)
                at += len(members)
            else:
                part = self._part(actions[at], False)
                at += 1
            if part:
                parts.extend(part if isinstance(part, list) else [part])
        return parts

    def _alternatives(self, group, members):
        """The words of a group: breaking lines between them is allowed, as CPython does."""
        words = [word for word in [self._part(action, True) for action in members] if word]
        if not words:
            return None
        if len(words) == 1 and group.required:
            return words
        out = [word + " |" for word in words[:-1]] + [words[-1]]
        out[0] = ("(" if group.required else "[") + out[0]
        out[-1] += ")" if group.required else "]"
        return [" ".join(out)] if len(out) == 1 else _split_bars(out)

    def _part(self, action, grouped):
        if action.help is SUPPRESS:
            return None
        if not action.option_strings:
            part = self._args(action, self._get_default_metavar_for_positional(action))
            return part[1:-1] if grouped and part[:1] == "[" and part[-1:] == "]" else part
        if action.nargs == 0:
            part = action.format_usage()
        else:
            part = "%s %s" % (action.option_strings[0], self._args(action, self._get_default_metavar_for_optional(action)))
        return part if grouped or action.required else "[%s]" % part

    # The whole.

    def whole(self, parser):
        """The help text of a parser."""
        sections = [self.usage(parser.usage, parser._actions, parser._exclusive)]
        if parser.description:
            sections.append(self._paragraph(parser.description, ""))
        self._column = self._find_column(parser)
        for group in parser._groups:
            sections.append(self._section(group))
        if parser.epilog:
            sections.append(self._paragraph(parser.epilog, ""))
        return "\n".join([section for section in sections if section])

    def _paragraph(self, text, indent):
        if text is SUPPRESS:
            return ""
        if "%(prog)" in text:
            text = text % {"prog": self._prog}
        return self._fill_text(text, max(self._width - len(indent), 11), indent) + "\n"

    def fill_version(self, version):
        """A version's text."""
        return self._paragraph(version, "") if version else version

    def _find_column(self, parser):
        longest = 0
        for group in parser._groups:
            for action, indent in self._lines(group):
                longest = max(longest, len(self._invocation(action)) + indent)
        return min(longest + 2, self._limit)

    def _lines(self, group):
        """The group's arguments and how far they are indented."""
        for action in group._members:
            if action.help is SUPPRESS:
                continue
            yield action, self._step
            for line in getattr(action, "_lines", ()):
                yield line, self._step * 2

    def _section(self, group):
        text = "".join([self._entry(action, indent) for action, indent in self._lines(group)])
        indent = " " * self._step
        if group.description and group.description is not SUPPRESS:
            about = self._paragraph(group.description, indent if group.title is not None else "")
            text = about + ("\n" + text if text else "")
        if not text:
            return ""
        return "%s:\n%s" % (group.title, text) if group.title not in (None, SUPPRESS) else text

    def _entry(self, action, indent):
        """The lines of an argument."""
        left = " " * indent + self._invocation(action)
        text = self._expand(action) if action.help and action.help.strip() else ""
        if not text:
            return left + "\n"
        lines = self._split_lines(text, max(self._width - self._column, 11))
        space = " " * self._column
        if len(left) <= self._column - 2:
            left += space[len(left) :] + (lines.pop(0) if lines else "")
        return "".join([line + "\n" for line in [left] + [space + line for line in lines]])


def _split_bars(words):
    """Words with a bar behind them as CPython breaks them: the bar is a word of its own."""
    out = []
    for word in words:
        if word.endswith(" |"):
            out.extend([word[:-2], "|"])
        else:
            out.append(word)
    return out


class RawDescriptionHelpFormatter(HelpFormatter):
    """Descriptions are printed as they are."""

    def _fill_text(self, text, width, indent):
        return "".join([indent + line for line in text.splitlines(True)])


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """All texts are printed as they are."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Defaults are added to the help of arguments."""

    def _get_help_string(self, action):
        text = action.help or ""
        if "%(default)" not in text and action.default is not SUPPRESS and (action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE)):
            text += " (default: %(default)s)"
        return text


class MetavarTypeHelpFormatter(HelpFormatter):
    """The names of types stand for values."""

    def _get_default_metavar_for_optional(self, action):
        return action.type.__name__

    _get_default_metavar_for_positional = _get_default_metavar_for_optional
