"""Text in HTML."""

_NAMES = {
    "amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": "\xa0", "copy": "\xa9", "reg": "\xae", "deg": "\xb0", "plusmn": "\xb1",
    "micro": "\xb5", "middot": "\xb7", "para": "\xb6", "sect": "\xa7", "cent": "\xa2", "pound": "\xa3", "yen": "\xa5", "euro": "\u20ac", "laquo": "\xab",
    "raquo": "\xbb", "szlig": "\xdf", "auml": "\xe4", "ouml": "\xf6", "uuml": "\xfc", "Auml": "\xc4", "Ouml": "\xd6", "Uuml": "\xdc", "times": "\xd7",
    "divide": "\xf7", "hellip": "\u2026", "ndash": "\u2013", "mdash": "\u2014", "lsquo": "\u2018", "rsquo": "\u2019", "ldquo": "\u201c",
    "rdquo": "\u201d", "bull": "\u2022", "trade": "\u2122", "larr": "\u2190", "uarr": "\u2191", "rarr": "\u2192", "darr": "\u2193", "infin": "\u221e",
    "sup2": "\xb2", "sup3": "\xb3", "frac12": "\xbd", "ohm": "\u03a9", "Omega": "\u03a9", "pi": "\u03c0", "le": "\u2264", "ge": "\u2265", "ne": "\u2260",
}


def escape(s, quote=True):
    """Text with & < > (and quotes) as entities."""
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;").replace("'", "&#x27;") if quote else s


def _character(body):
    """What stands for &body; or None."""
    if body[:1] != "#":
        return _NAMES.get(body)
    try:
        code = int(body[2:], 16) if body[1:2] in "xX" and body[1:2] else int(body[1:])
    except ValueError:
        return None
    return "\ufffd" if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def unescape(s):
    """Text with entities replaced: all numbers, and the names that are used most."""
    parts = s.split("&")
    out = [parts[0]]
    for part in parts[1:]:
        body, end, rest = part.partition(";")
        found = _character(body) if end else None
        out.append("&" + part if found is None else found + rest)
    return "".join(out)
