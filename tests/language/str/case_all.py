# Characters of the basic plane and some beyond, as checksums of what the methods give.
def check(values):
    h = 0
    for v in values:
        for c in v:
            h = (h * 31 + ord(c)) % 1000000007
        h = h * 31 + 7
    return h % 1000000007


blocks = [range(0, 0xD800, 4096)] + [range(0xE000, 0x11000, 4096)]
for starts in blocks:
    for start in starts:
        step = 3 if start < 0x3000 else 61
        chars = [chr(c) for c in range(start, min(start + 4096, 0x10FFFF), step) if not 0xD800 <= c < 0xE000]
        flags = [(c.isalpha(), c.isdigit(), c.isdecimal(), c.isnumeric(), c.isalnum(), c.isspace(), c.islower(), c.isupper(), c.istitle(), c.isidentifier(), c.isprintable()) for c in chars]
        print(hex(start), check(c.lower() for c in chars), check(c.upper() for c in chars), check(c.title() for c in chars), check(c.casefold() for c in chars), check(c.swapcase() for c in chars), [sum(column) for column in zip(*flags)], check(repr(c) for c in chars))
