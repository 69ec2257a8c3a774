"""Paragraphs of text: wrapping, indenting."""

__all__ = ["TextWrapper", "dedent", "fill", "indent", "shorten", "wrap"]

_WHITESPACE = "\t\n\x0b\x0c\r "


def _is_word(c):
    return c.isalpha() or c in "0123456789_"


class TextWrapper:
    """Wraps paragraphs; the attributes say how."""

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True, fix_sentence_endings=False,
                 break_long_words=True, drop_whitespace=True, break_on_hyphens=True, tabsize=8, *, max_lines=None, placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _break_word(self, word):
        """The pieces of a word that may stand on different lines: it may be broken behind a hyphen between letters."""
        pieces, start = [], 0
        for i in range(1, len(word) - 1):
            if word[i] == "-" and i - 1 >= start and word[i - 1].isalpha() and word[i + 1].isalpha() and i - start >= 2 - (start > 0):
                if word[i + 1 : i + 3].isalpha() or len(word) - i == 2:
                    pieces.append(word[start : i + 1])
                    start = i + 1
            elif word[i : i + 2] == "--" and _is_word(word[i - 1]):
                end = i
                while end < len(word) and word[end] == "-":
                    end += 1
                if end < len(word) and _is_word(word[end]) and start < i:
                    pieces += [word[start:i], word[i:end]]
                    start = end
        return pieces + [word[start:]] if start < len(word) else pieces

    def _split(self, text):
        """Words and the blanks between them."""
        chunks, start = [], 0
        while start < len(text):
            blank = text[start] in _WHITESPACE
            end = start
            while end < len(text) and (text[end] in _WHITESPACE) == blank:
                end += 1
            piece = text[start:end]
            chunks += [piece] if blank or not self.break_on_hyphens else self._break_word(piece)
            start = end
        return chunks

    def _prepare(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            for c in _WHITESPACE:
                text = text.replace(c, " ")
        return text

    def _fix_endings(self, chunks):
        for i in range(len(chunks) - 1):
            word = chunks[i].rstrip("\"'")
            if chunks[i + 1] == " " and len(word) > 1 and word[-1] in ".!?" and word[-2].islower():
                chunks[i + 1] = "  "

    def _take_line(self, chunks, width):
        """Takes what fits into a line off the end of the chunks, which are in reverse."""
        line, length = [], 0
        while chunks and length + len(chunks[-1]) <= width:
            length += len(chunks[-1])
            line.append(chunks.pop())
        if chunks and len(chunks[-1]) > width:
            room = max(width - length, 1)
            if self.break_long_words:
                chunk, end = chunks[-1], room
                if self.break_on_hyphens and len(chunk) > room:
                    hyphen = chunk.rfind("-", 0, room)
                    if hyphen > 0 and any([c != "-" for c in chunk[:hyphen]]):
                        end = hyphen + 1
                line.append(chunk[:end])
                chunks[-1] = chunk[end:]
            elif not line:
                line.append(chunks.pop())
        return line

    def _finish_short(self, lines, line, indent, width):
        """The last line that there may be, cut so that the placeholder fits."""
        length = sum(map(len, line))
        while line:
            if line[-1].strip() and length + len(self.placeholder) <= width:
                line.append(self.placeholder)
                lines.append(indent + "".join(line))
                return
            length -= len(line.pop())
        if lines:
            previous = lines[-1].rstrip()
            if len(previous) + len(self.placeholder) <= self.width:
                lines[-1] = previous + self.placeholder
                return
        lines.append(indent + self.placeholder.lstrip())

    def _wrap_chunks(self, chunks):
        lines = []
        if self.width <= 0:
            raise ValueError("invalid width %r (must be > 0)" % self.width)
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        chunks.reverse()
        while chunks:
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and chunks[-1].strip() == "" and lines:
                chunks.pop()
                if not chunks:
                    break
            line = self._take_line(chunks, width)
            if self.drop_whitespace and line and line[-1].strip() == "":
                line.pop()
            if not line:
                continue
            last = self.max_lines is not None and len(lines) + 1 >= self.max_lines
            rest = chunks and not (self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip())
            if last and rest:
                self._finish_short(lines, line, indent, width)
                break
            lines.append(indent + "".join(line))
        return lines

    def wrap(self, text):
        """A list of lines."""
        chunks = self._split(self._prepare(text))
        if self.fix_sentence_endings:
            self._fix_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """The lines as one text."""
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """A paragraph as a list of lines of at most that width."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """A paragraph as lines of at most that width."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """A text with single blanks, cut to a width."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """The text without the blanks that all lines begin with."""
    lines, margin = text.split("\n"), None
    for i, line in enumerate(lines):
        if not line.strip(" \t"):
            lines[i] = ""
            continue
        blanks = line[: len(line) - len(line.lstrip(" \t"))]
        if margin is None:
            margin = blanks
        while not blanks.startswith(margin):
            margin = margin[:-1]
    if margin:
        lines = [line[len(margin) :] if line else line for line in lines]
    return "\n".join(lines)


def indent(text, prefix, predicate=None):
    """The text with a prefix on each line that is not blank, or of which the predicate is true."""
    wanted = predicate or str.strip
    return "".join([prefix + line if wanted(line) else line for line in text.splitlines(True)])
