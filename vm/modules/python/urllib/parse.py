"""Web addresses: parts, and what must be quoted in them."""

from collections import namedtuple

_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~")
_NETWORK = ("", "http", "https", "ftp", "ws", "wss", "file", "mqtt", "mqtts", "rtsp", "sftp", "telnet")


def quote_from_bytes(bs, safe="/"):
    """Bytes with %XX for all that is not safe."""
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError("quote_from_bytes() expected bytes")
    keep = _SAFE | frozenset(safe.encode("ascii", "ignore") if isinstance(safe, str) else safe)
    return "".join([chr(b) if b in keep else "%%%02X" % b for b in bs])


def quote(string, safe="/", encoding=None, errors=None):
    """Text with %XX for all that is not safe."""
    if isinstance(string, str):
        string = string.encode(encoding or "utf-8", errors or "strict")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe="", encoding=None, errors=None):
    """As quote(), with + for blanks."""
    safe = safe if isinstance(safe, str) else safe.decode()
    return quote(string, safe + " ", encoding, errors).replace(" ", "+")


def unquote_to_bytes(string):
    """Bytes with %XX replaced."""
    if isinstance(string, str):
        string = string.encode()
    parts = string.split(b"%")
    out = bytearray(parts[0])
    for part in parts[1:]:
        try:
            out.append(int(part[:2], 16) if len(part) > 1 and part[:2].isalnum() else int("", 16))
            out.extend(part[2:])
        except ValueError:
            out.extend(b"%" + part)
    return bytes(out)


def unquote(string, encoding="utf-8", errors="replace"):
    """Text with %XX replaced."""
    if isinstance(string, str) and "%" not in string:
        return string
    return unquote_to_bytes(string).decode(encoding or "utf-8", errors or "replace")


def unquote_plus(string, encoding="utf-8", errors="replace"):
    """As unquote(), with blanks for +."""
    return unquote(string.replace("+", " "), encoding, errors)


def urlencode(query, doseq=False, safe="", encoding=None, errors=None, quote_via=quote_plus):
    """a=1&b=2 of a dict or of pairs; with doseq=True a value that is a list gives several."""
    out = []
    for key, value in query.items() if hasattr(query, "items") else query:
        key = quote_via(key if isinstance(key, bytes) else str(key), safe, encoding, errors)
        if doseq and not isinstance(value, (str, bytes)) and hasattr(value, "__iter__"):
            values = value
        else:
            values = (value,)
        for each in values:
            out.append("%s=%s" % (key, quote_via(each if isinstance(each, bytes) else str(each), safe, encoding, errors)))
    return "&".join(out)


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace", max_num_fields=None, separator="&"):
    """Pairs of name and value of a query."""
    if max_num_fields is not None and max_num_fields < 1 + qs.count(separator):
        raise ValueError("Max number of fields exceeded")
    out = []
    for part in qs.split(separator):
        if not part and not strict_parsing:
            continue
        name, equals, value = part.partition("=")
        if not equals and strict_parsing:
            raise ValueError("bad query field: %r" % (part,))
        if value or (keep_blank_values):
            out.append((unquote_plus(name, encoding, errors), unquote_plus(value, encoding, errors)))
    return out


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace", max_num_fields=None, separator="&"):
    """A dict of names and lists of values of a query."""
    found = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors, max_num_fields, separator):
        found.setdefault(name, []).append(value)
    return found


class _Place:
    """What follows from a network location: user, password, host and port."""

    def _split(self):
        user, at, host = self.netloc.rpartition("@")
        name, colon, password = user.partition(":")
        if host[:1] == "[":
            host, _, port = host[1:].partition("]")
            port = port[1:]
        else:
            host, _, port = host.partition(":")
        return (name if at else None), (password if colon else None), host, port

    username = property(lambda self: self._split()[0])
    password = property(lambda self: self._split()[1])

    @property
    def hostname(self):
        """The host in lower case, or None."""
        return self._split()[2].lower() or None

    @property
    def port(self):
        """The port, or None."""
        port = self._split()[3]
        if not port:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError("Port could not be cast to integer value as %r" % port)
        if int(port) > 65535:
            raise ValueError("Port out of range 0-65535")
        return int(port)


class SplitResult(namedtuple("SplitResult", "scheme netloc path query fragment"), _Place):
    """The parts of an address."""

    def geturl(self):
        """The address."""
        return urlunsplit(self)


class ParseResult(namedtuple("ParseResult", "scheme netloc path params query fragment"), _Place):
    """The parts of an address, parameters of its last component apart."""

    def geturl(self):
        """The address."""
        return urlunparse(self)


class DefragResult(namedtuple("DefragResult", "url fragment")):
    """An address and its fragment."""

    def geturl(self):
        """The address."""
        return self.url + "#" + self.fragment if self.fragment else self.url


def urlsplit(url, scheme="", allow_fragments=True):
    """The parts of an address: scheme, netloc, path, query, fragment."""
    url = url.strip()
    head, colon, rest = url.partition(":")
    if colon and head[:1].isalpha() and head.replace("+", "").replace("-", "").replace(".", "").isalnum() and head.isascii():
        scheme, url = head.lower(), rest
    netloc = query = fragment = ""
    if url[:2] == "//":
        end = min([i for i in (url.find(c, 2) for c in "/?#") if i >= 0], default=len(url))
        netloc, url = url[2:end], url[end:]
        if ("[" in netloc) != ("]" in netloc):
            raise ValueError("Invalid IPv6 URL")
    if allow_fragments:
        url, _, fragment = url.partition("#")
    url, _, query = url.partition("?")
    return SplitResult(scheme, netloc, url, query, fragment)


def urlparse(url, scheme="", allow_fragments=True):
    """As urlsplit(), with the parameters behind ';' apart."""
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ""
    semicolon = path.find(";", path.rfind("/") + 1)
    if semicolon >= 0 and scheme in ("", "http", "https", "ftp", "sftp", "mms", "rtsp", "sip", "tel"):
        path, params = path[:semicolon], path[semicolon + 1 :]
    return ParseResult(scheme, netloc, path, params, query, fragment)


def urlunsplit(components):
    """The address of five parts."""
    scheme, netloc, url, query, fragment = components
    if netloc or (scheme and scheme in _NETWORK and url[:2] != "//"):
        if url and url[0] != "/":
            url = "/" + url
        url = "//" + (netloc or "") + url
    if scheme:
        url = scheme + ":" + url
    if query:
        url += "?" + query
    return url + "#" + fragment if fragment else url


def urlunparse(components):
    """The address of six parts."""
    scheme, netloc, url, params, query, fragment = components
    return urlunsplit((scheme, netloc, "%s;%s" % (url, params) if params else url, query, fragment))


def urldefrag(url):
    """The address without its fragment, and the fragment."""
    parts = urlsplit(url)
    return DefragResult(urlunsplit(parts[:4] + ("",)), parts.fragment)


def _resolved(path):
    """A path without . and .."""
    out = []
    parts = path.split("/")
    for part in parts:
        if part == "..":
            if len(out) > 1:
                out.pop()
        elif part != ".":
            out.append(part)
    if parts[-1] in (".", ".."):
        out.append("")
    return "/".join(out) or "/"


def urljoin(base, url, allow_fragments=True):
    """The address that a link means on a page."""
    if not base or not url:
        return url or base
    on = urlsplit(base, "", allow_fragments)
    to = urlsplit(url, on.scheme, allow_fragments)
    if to.scheme != on.scheme or on.scheme not in _NETWORK:
        return url
    if to.netloc:
        return urlunsplit(to)
    if not to.path:
        return urlunsplit((on.scheme, on.netloc, on.path, to.query or on.query, to.fragment))
    path = to.path if to.path[0] == "/" else on.path[: on.path.rfind("/") + 1] + to.path
    if on.netloc and path[:1] != "/":
        path = "/" + path
    return urlunsplit((on.scheme, on.netloc, _resolved(path), to.query, to.fragment))
