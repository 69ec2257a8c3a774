"""Names and patterns of the shell: * any text, ? any character, [seq] one of them, [!seq] none of them."""

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]


def _set_end(pat, at):
    """Where the set that begins at `at` ends, or -1 when nothing closes it."""
    end = at + 1
    if pat[end : end + 1] == "!":
        end += 1
    return pat.find("]", end + 1)


def _in_set(char, body):
    """True when the set has the character."""
    negated = body[0] == "!"
    at = 1 if negated else 0
    found = False
    while at < len(body):
        if body[at + 1 : at + 2] == "-" and at + 2 < len(body):
            found = found or body[at] <= char <= body[at + 2]
            at += 3
        else:
            found = found or body[at] == char
            at += 1
    return found != negated


def fnmatchcase(name, pat):
    """True when the name matches the pattern. When something after a * does not fit, the last * takes one character more."""
    star = None
    i = j = 0
    while i < len(name):
        char = pat[j : j + 1]
        if char == "*":
            star = i, j
            j += 1
            continue
        end = _set_end(pat, j) if char == "[" else -1
        if end >= 0:
            fits = _in_set(name[i], pat[j + 1 : end])
            step = end + 1 - j
        else:
            fits = char == "?" or char == name[i]
            step = 1
        if fits:
            i += 1
            j += step
        elif star is None:
            return False
        else:
            i, j = star[0] + 1, star[1] + 1
            star = i, star[1]
    return pat[j:].strip("*") == ""


def fnmatch(name, pat):
    """True when the name matches the pattern."""
    return fnmatchcase(name, pat)


def filter(names, pat):
    """The names that match the pattern."""
    return [name for name in names if fnmatchcase(name, pat)]


def translate(pat):
    """The pattern as a regular expression."""
    out = []
    at = 0
    while at < len(pat):
        char = pat[at]
        at += 1
        if char == "*":
            if out[-1:] != [".*"]:
                out.append(".*")
        elif char == "?":
            out.append(".")
        elif char == "[" and _set_end(pat, at - 1) >= 0:
            end = _set_end(pat, at - 1)
            body = pat[at:end].replace("\\", "\\\\")
            out.append("[%s]" % ("^" + body[1:] if body[0] == "!" else "\\" + body if body[0] in "^[" else body))
            at = end + 1
        else:
            out.append(char if char.isalnum() or char == "_" else "\\" + char)
    return "(?s:%s)\\Z" % "".join(out)
