"""Filling paragraphs, and taking away or adding indents."""


class TextWrapper:
    """Breaks text into lines of at most `width` characters, at blanks and behind hyphens. The options are attributes with the names of the parameters."""

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True, fix_sentence_endings=False,
                 break_long_words=True, drop_whitespace=True, break_on_hyphens=True, tabsize=8, *, max_lines=None, placeholder=" [...]"):
        options = locals()
        del options["self"]
        for name in options:
            setattr(self, name, options[name])

    def wrap(self, text):
        """The lines of one paragraph, without newlines."""
        if self.width <= 0:
            raise ValueError("invalid width %r (must be > 0)" % self.width)
        pieces = list(_pieces(self._clean(text), self.break_on_hyphens))
        if self.fix_sentence_endings:
            pieces = _two_blanks_after_sentences(pieces)
        lines = []
        while pieces:
            indent = self.subsequent_indent if lines else self.initial_indent
            line = self._take_line(pieces, self.width - len(indent), bool(lines))
            if line is None:
                continue
            lines.append(indent + line)
            if self.max_lines is not None and len(lines) == self.max_lines and "".join(pieces).strip():
                lines[-1] = self._shorten(line, indent, lines)
                break
        return lines

    def fill(self, text):
        """The lines of one paragraph, joined."""
        return "\n".join(self.wrap(text))

    def _clean(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            for blank in "\t\n\x0b\x0c\r":
                text = text.replace(blank, " ")
        return text

    def _take_line(self, pieces, room, later):
        """Takes what fits off the front of the pieces; None when that was nothing but blanks to be dropped."""
        if self.drop_whitespace and later and pieces[0].isspace():
            pieces.pop(0)
            if not pieces:
                return None
        taken = []
        while pieces and len(pieces[0]) <= room:
            room -= len(pieces[0])
            taken.append(pieces.pop(0))
        if pieces and len(pieces[0]) > self.width - self._indent_size(later) and not (taken and not self.break_long_words):
            self._take_long(taken, pieces, room)
        if self.drop_whitespace and taken and taken[-1].isspace():
            taken.pop()
        return "".join(taken) if taken else None

    def _indent_size(self, later):
        return len(self.subsequent_indent if later else self.initial_indent)

    def _take_long(self, taken, pieces, room):
        """A word that fits no line: cut it, or give it a line of its own."""
        if not self.break_long_words:
            taken.append(pieces.pop(0))
            return
        word = pieces[0]
        cut = max(room, 1)
        hyphen = word.rfind("-", 0, cut) if self.break_on_hyphens else -1
        if hyphen > 0 and word[:hyphen].strip("-"):
            cut = hyphen + 1
        taken.append(word[:cut])
        pieces[0] = word[cut:]

    def _shorten(self, line, indent, lines):
        """The last line with the placeholder, cut at a blank so that it fits."""
        pieces = list(_pieces(line, self.break_on_hyphens))
        while pieces and (pieces[-1].isspace() or len(indent) + sum(map(len, pieces)) + len(self.placeholder) > self.width):
            pieces.pop()
        if pieces:
            return indent + "".join(pieces) + self.placeholder
        if len(lines) > 1 and len(lines[-2]) + len(self.placeholder) <= self.width:
            lines.pop()
            return lines[-1] + self.placeholder
        return indent + self.placeholder.lstrip()


def _pieces(text, hyphens):
    """Runs of blanks and words; a word ends behind a hyphen between letters."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or _breaks(text, start, at, hyphens):
            yield text[start:at]
            start = at


def _breaks(text, start, at, hyphens):
    before, here = text[at - 1], text[at]
    if before.isspace() != here.isspace():
        return True
    letters = before == "-" and at - 2 >= start and text[at - 2].isalpha() and here.isalpha()
    return hyphens and letters and (at - 3 < start or text[at - 3].isalpha())


def _two_blanks_after_sentences(pieces):
    for at in range(1, len(pieces) - 1):
        word = pieces[at - 1].rstrip("\"'")
        if pieces[at] == " " and word[-1:] in ".!?" and word[-2:-1].islower():
            pieces[at] = "  "
    return pieces


def wrap(text, width=70, **options):
    """The lines of one paragraph."""
    return TextWrapper(width=width, **options).wrap(text)


def fill(text, width=70, **options):
    """One paragraph of lines of at most `width` characters."""
    return TextWrapper(width=width, **options).fill(text)


def shorten(text, width, **options):
    """The text on one line, cut with a placeholder when it is too long; blanks are collapsed."""
    return TextWrapper(width=width, max_lines=1, **options).fill(" ".join(text.split()))


def dedent(text):
    """Takes away the blanks that all lines begin with; lines of nothing but blanks become empty."""
    lines = ["" if not line.strip() else line for line in text.split("\n")]
    margin = None
    for line in lines:
        if not line:
            continue
        blanks = line[: len(line) - len(line.lstrip())]
        if margin is None:
            margin = blanks
        while not blanks.startswith(margin):
            margin = margin[:-1]
    size = len(margin or "")
    return "\n".join(line[size:] for line in lines)


def indent(text, prefix, predicate=None):
    """Puts the prefix before every line that the predicate likes; by default those that are not blank."""
    likes = predicate if predicate is not None else str.strip
    return "".join(prefix + line if likes(line) else line for line in text.splitlines(True))
