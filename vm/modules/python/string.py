"""Constants of characters, and templates."""

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Every word with a capital first letter."""
    return (sep or " ").join([word.capitalize() for word in s.split(sep)])


class Template:
    """Text with $name or ${name} where values go; $$ stands for $."""

    delimiter = "$"

    def __init__(self, template):
        self.template = template

    def _fill(self, values, safe):
        text, out, start = self.template, [], 0
        while True:
            at = text.find(self.delimiter, start)
            if at < 0:
                return "".join(out) + text[start:]
            out.append(text[start:at])
            start = at + 1
            if text.startswith(self.delimiter, start):
                out.append(self.delimiter)
                start += 1
                continue
            braced = text.startswith("{", start)
            end = begin = start + braced
            while end < len(text) and text[end].isascii() and text[begin : end + 1].isidentifier():
                end += 1
            name = text[begin:end]
            if not name or (braced and not text.startswith("}", end)):
                if not safe:
                    self._invalid(at)
                out.append(self.delimiter)
                continue
            if safe and name not in values:
                out.append(text[at : end + braced])
            else:
                out.append(str(values[name]))
            start = end + braced

    def _invalid(self, at):
        lines = self.template[: at + 1].splitlines(True)
        raise ValueError("Invalid placeholder in string: line %d, col %d" % (len(lines), len(lines[-1])))

    def _values(self, mapping, kws):
        if not kws:
            return mapping
        merged = dict(mapping)
        merged.update(kws)
        return merged

    def substitute(self, mapping={}, /, **kws):
        """The text with all values; KeyError when one is missing."""
        return self._fill(self._values(mapping, kws), False)

    def safe_substitute(self, mapping={}, /, **kws):
        """The text with the values that are there."""
        return self._fill(self._values(mapping, kws), True)


class Formatter:
    """What str.format() does, in an object that can be derived from."""

    def format(self, format_string, /, *args, **kwargs):
        """format_string.format(*args, **kwargs)"""
        return format_string.format(*args, **kwargs)

    def vformat(self, format_string, args, kwargs):
        """format_string.format(*args, **kwargs)"""
        return format_string.format(*args, **kwargs)
