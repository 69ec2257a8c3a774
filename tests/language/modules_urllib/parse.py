from urllib.parse import *

print(quote("a b/c?d=é&~"), quote("/a", safe=""), quote_plus("a b+c/d"), quote(b"\xff\x00"), unquote("a%20b%C3%A9%zz%4"), unquote_plus("a+b%2B"), unquote_to_bytes("%ff%0Aab"))
print(urlencode({"a": 1, "b c": "d&e"}), urlencode([("x", [1, 2])], doseq=True), urlencode([("x", [1, 2])]), urlencode({"p": "/"}, safe="/"))
for url in ("http://user:pw@Host.example:8080/p/a;x=1?q=1&r=2#frag", "//net/p", "mailto:a@b", "/only/path", "https://[::1]:80/x", "HTTP://A", "a:b", "path;p?q", "", "http://h?q", "1http://x", "ws://h/ws"):
    print(urlsplit(url), urlparse(url), urlsplit(url).geturl(), urlparse(url).geturl())
u = urlparse("http://user:pw@Host.example:8080/")
print(u.username, u.password, u.hostname, u.port, urlparse("http://h/").port, urlparse("/x").hostname)
print(parse_qs("a=1&b=2&a=3&c=&d"), parse_qsl("a=1&c=&d+e=%20", keep_blank_values=True), urldefrag("http://a/b#c"))
for link in ("g", "./g", "g/", "/g", "//g", "?y", "g?y", "#s", "", ".", "./", "..", "../g", "../..", "../../../g", "http://x/y", "mailto:q"):
    print(link, urljoin("http://a/b/c/d;p?q", link))
for call in (lambda: urlparse("http://h:x/").port, lambda: urlparse("http://h:99999/").port, lambda: urlsplit("http://[::1"), lambda: parse_qsl("a", strict_parsing=True)):
    try:
        print(call())
    except ValueError as error:
        print("ValueError", error)
