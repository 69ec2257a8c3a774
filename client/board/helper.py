# What krait runs on a board while it works with the board's files. It reads requests from standard input and answers on standard output until it is
# told to quit, and leaves nothing behind. The build takes out comments and blank lines and shortens the indentation, for every byte crosses a serial line.
#
# __krait() alone is the program that is sent. Everything below it is parts: the host sends those that a request needs before the first such request, each
# on its own, so that a board with little memory holds and compiles no more than it uses. The function that answers a request has its letter as its name.
# tools/squeeze.py finds out what needs what: a part needs the names it uses, but not those of one letter. A part is a definition, or a statement
# that sets names, and uses only what stands above it, itself and the names of `g`.
#
# Towards the board a frame is a letter, four hex digits (the length of what follows) and that many bytes, in which 10 stands before what a REPL would take for a
# command: 10 30 is 10, 10 31 to 10 34 are 01 to 04. So ctrl-C works at any time, and the remains of a transfer that broke off cannot run as a program.
# Towards the host a frame is a letter, a length of two bytes and that many bytes. A board without binary streams does all of it in hexadecimal.
#     host:   T text of a part  E its end: it is run  S stat  L list  H (with S and L: hashes)  G get  P put  D data of a put (empty: stop it)
#             U remove  V rename  C copy  M mkdir  R rmdir  F space  Q quit
#     board:  a frame was used  i facts of a file  d data  x the put has failed, stop  . done  ! failed: errno, text
# Paths are absolute; fields are separated by zero bytes; options are those of the link (enum proto_path_option).
def __krait(block, plain):
    import os, sys

    source = getattr(sys.stdin, "buffer", sys.stdin)
    binary = not plain and source != sys.stdin
    if binary:
        read = source.read
        put = sys.stdout.buffer.write
    else:

        def read(n):
            s = source.read(2 * n)
            return bytes([int(s[i : i + 2], 16) for i in range(0, len(s), 2)])

        def put(b):
            sys.stdout.write("".join(["%02x" % c for c in b]))

    def tell(letter, b=b""):
        n = len(b)
        put(letter + bytes((n & 255, n >> 8)) + b)

    def frame():
        b = read(int(read(4), 16))
        if binary and b"\x10" in b:
            for c in (1, 2, 3, 4):
                b = b.replace(bytes((16, 48 + c)), bytes((c,)))
            b = b.replace(b"\x100", b"\x10")
        return b

    # A frame shall be a small part of the memory.
    try:
        import gc

        gc.collect()
        block = min(block, max(gc.mem_free() >> 5, 128))
    except Exception:
        pass
    g = {"__name__": "krait", "os": os, "block": block, "read": read, "tell": tell, "frame": frame}
    text = b""
    sys.stdout.write("krait %d %d\n" % (binary, block))
    try:
        while True:
            letter = read(1)
            if letter == b"T" or letter == b"E":
                text += frame()
                if letter == b"E":
                    exec(text, g)
                    text = b""
                tell(b"a")
                continue
            answer = g.get(chr(letter[0])) if letter else None
            if not answer:
                if letter == b"Q":
                    read(4)
                break
            try:
                f = frame().decode().split("\0")
                tell(b"a")
                tell(b".", answer(f, int(f[0])) or b"")
            except OSError as e:
                n = e.args[0] if e.args else 5
                tell(b"!", b"%d\0%s" % ((n, b"") if isinstance(n, int) else (5, str(n).encode())))
            except MemoryError:
                tell(b"!", b"12\0")
            except Exception as e:
                tell(b"!", b"38\0%s" % repr(e).encode())
    finally:
        g.clear()


# Boards whose root holds only mount points start elsewhere ("/flash"): there is our root, and mount points keep their names.
base = os.getcwd()

try:
    points = [e[0] for e in os.ilistdir("/") if len(base) > 1 and len(e) > 2 and e[2] == 0]
except Exception:
    points = []


def at(path):
    if len(base) > 1 and not path.split("/")[1] in points:
        path = base + path
    return path[:-1] if len(path) > 1 and path[-1] == "/" else path


# SHA-256, or the best there is; the host looks at the first byte.
try:
    from hashlib import sha256
except ImportError:
    sha256 = None

    def sum24(b, c):
        return (sum(b) + c) & 0xFFFFFF

    try:
        from binascii import crc32 as add
    except ImportError:
        add = sum24


class check:
    def __init__(self):
        self.c = sha256() if sha256 else 0

    def update(self, b):
        if sha256:
            self.c.update(b)
        else:
            self.c = add(b, self.c)

    def digest(self):
        if sha256:
            return b"s" + self.c.digest()
        return b"%s%d" % (b"n" if add == sum24 else b"c", self.c)


try:
    from time import gmtime

    epoch = 946684800 if gmtime(0)[0] == 2000 else 0
except Exception:
    epoch = 0


def folder(path):
    try:
        return os.stat(path)[0] & 0x4000
    except OSError:
        return 0


def there(path):
    try:
        return os.stat(path)
    except OSError:
        return 0


def names(path):
    try:
        return [e[0] for e in os.ilistdir(path)]
    except AttributeError:
        return os.listdir(path)


def H(path):
    c = check()
    with open(path, "rb") as f:
        while True:
            b = f.read(block)
            if not b:
                break
            c.update(b)
    return "".join(["%02x" % x for x in c.digest()[1:]]) if sha256 else ""


def entry(path, name, hashes):
    s = os.stat(path)
    d = s[0] & 0x4000
    h = H(path) if hashes and not d else ""
    return d, ("%s,%d,%d,%s,%s\0" % ("d" if d else "f", 0 if d else s[6], s[8] + epoch, h, name)).encode()


def S(f, options):
    tell(b"d", entry(at(f[1]), f[1], options & 2)[1])


def L(f, options):
    top = at(f[1])
    out = b""
    todo = [""]
    if not os.stat(top)[0] & 0x4000:
        raise OSError(20)
    top = "" if top == "/" else top
    while todo:
        below = todo.pop()
        for name in names(top + "/" + below if below else top or "/"):
            if isinstance(name, bytes):
                continue
            name = below + "/" + name if below else name
            d, e = entry(top + "/" + name, name, options & 2)
            if d and options & 1:
                todo.append(name)
            if len(out) + len(e) > block:
                tell(b"d", out)
                out = b""
            out += e
    tell(b"d", out)


def parents(path):
    i = path.find("/", 1)
    while i > 0:
        if not folder(path[:i]):
            os.mkdir(path[:i])
        i = path.find("/", i + 1)


def remove(path, options):
    try:
        d = os.stat(path)[0] & 0x4000
    except OSError as e:
        if options & 32 and e.args[0] == 2:
            return
        raise
    if not d:
        return os.remove(path)
    if not options & 1:
        raise OSError(21)
    for name in names(path):
        remove(path + "/" + name, 1)
    if path != "/":
        os.rmdir(path)


def U(f, options):
    remove(at(f[1]), options)


def move(old, new):
    try:
        os.rename(old, new)
    except OSError:
        if folder(new) or not there(old):
            raise
        os.remove(new)
        os.rename(old, new)


def V(f, options):
    old = at(f[1])
    new = at(f[2])
    if folder(new):
        raise OSError(21)
    if options & 8 and there(new):
        raise OSError(17)
    os.stat(old)
    move(old, new)


def keep(path, options):
    if options & 8 and there(path):
        raise OSError(17)
    if folder(path):
        raise OSError(21)


def hidden(path):
    return path[: path.rfind("/") + 1] + ".krait-part"


def copied(old, new):
    part = hidden(new)
    try:
        with open(old, "rb") as f:
            with open(part, "wb") as g:
                while True:
                    b = f.read(block)
                    if not b:
                        break
                    g.write(b)
        move(part, new)
    finally:
        if there(part):
            os.remove(part)


def copy(old, new, options):
    if os.stat(old)[0] & 0x4000:
        if not options & 1:
            raise OSError(21)
        if (new + "/").startswith(old + "/"):
            raise OSError(22)
        if not folder(new):
            os.mkdir(new)
        for name in names(old):
            copy(old + "/" + name, new + "/" + name, options)
        return
    keep(new, options)
    if old != new:
        copied(old, new)


def C(f, options):
    copy(at(f[1]), at(f[2]), options)


def G(f, options):
    path = at(f[1])
    offset = int(f[2])
    left = int(f[3])
    s = os.stat(path)
    if s[0] & 0x4000:
        raise OSError(21)
    tell(b"i", b"%d,%d" % (s[6], s[8] + epoch))
    c = check()
    with open(path, "rb") as f:
        f.seek(min(offset, s[6]))
        while left:
            b = f.read(min(block, left))
            if not b:
                break
            c.update(b)
            tell(b"d", b)
            left -= len(b)
    return c.digest()


# Opens what is written first; makes what must be there.
def begun(path, part, options):
    if options & 4:
        parents(path)
    keep(path, options)
    return open(part, "wb")


# The file and what went wrong with it, if anything.
def taken(f, c, left, wrong):
    if wrong:
        tell(b"x")
    while left > 0:
        read(1)
        b = frame()
        if not b:
            wrong = wrong or OSError(125)
            left = 0
        left -= len(b)
        if not wrong:
            try:
                c.update(b)
                if f.write(b) != len(b):
                    raise OSError(28)
            except Exception as e:
                wrong = e
                tell(b"x")
        tell(b"a")
    try:
        if f:
            f.close()
    except OSError as e:
        wrong = wrong or e
    return wrong


def P(f, options):
    path = at(f[1])
    part = hidden(path)
    time = int(f[3])
    c = check()
    file = wrong = None
    try:
        try:
            file = begun(path, part, options)
        except Exception as e:
            wrong = e
        wrong = taken(file, c, int(f[2]), wrong)
        if wrong:
            raise wrong
        move(part, path)
        if time and hasattr(os, "utime"):
            os.utime(path, (time, time))
    finally:
        if file:
            file.close()
        if there(part):
            os.remove(part)
    return c.digest()


def M(f, options):
    path = at(f[1])
    if options & 4:
        parents(path)
        if folder(path):
            return
    os.mkdir(path)


def R(f, options):
    os.rmdir(at(f[1]))


def F(f, options):
    s = os.statvfs(at(f[1]))
    return b"%d,%d,%d,%d,%d" % (s[1], s[2], s[4], s[5], s[7])
