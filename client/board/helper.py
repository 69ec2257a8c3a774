# What krait runs on a board while it works with the board's files. It reads requests from standard input and answers on standard output until it is
# told to quit, and leaves nothing behind. The build takes out comments and blank lines and shortens the indentation, for every byte crosses a serial line.
#
# Towards the board a frame is a letter, four hex digits (the length of what follows) and that many bytes, in which 10 stands before what a REPL would take for a
# command: 10 30 is 10, 10 31 to 10 34 are 01 to 04. So ctrl-C works at any time, and the remains of a transfer that broke off cannot run as a program.
# Towards the host a frame is a letter, a length of two bytes and that many bytes. A board without binary streams does all of it in hexadecimal.
#     host:   S stat  L list  G get  P put  D data of a put (empty: stop it)  U remove  V rename  C copy  M mkdir  R rmdir  F space  Q quit
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

    # SHA-256, or the best there is; the host computes the same.
    try:
        from hashlib import sha256 as check

        kind = "s"
    except ImportError:
        try:
            from binascii import crc32 as add

            kind = "c"
        except ImportError:
            add = lambda b, c: (sum(b) + c) & 0xFFFFFF
            kind = "n"

        class check:
            def __init__(self):
                self.c = 0

            def update(self, b):
                self.c = add(b, self.c)

            def digest(self):
                return b"%d" % self.c

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

    # Boards whose root holds only mount points start elsewhere ("/flash"): there is our root, and mount points keep their names.
    base = os.getcwd()
    points = []
    if len(base) < 2:
        base = ""
    else:
        try:
            points = [e[0] for e in os.ilistdir("/") if len(e) > 2 and e[2] == 0]
        except Exception:
            pass

    def at(path):
        if base and not path.split("/")[1] in points:
            path = base + path
        return path[:-1] if len(path) > 1 and path[-1] == "/" else path

    try:
        from time import gmtime

        epoch = 946684800 if gmtime(0)[0] == 2000 else 0
    except Exception:
        epoch = 0

    def stat(path):
        s = os.stat(path)
        return s[0] & 0x4000, s[6], s[8] + epoch

    def folder(path):
        try:
            return stat(path)[0]
        except OSError:
            return 0

    def there(path):
        try:
            return stat(path)
        except OSError:
            return 0

    def names(path):
        try:
            return [e[0] for e in os.ilistdir(path)]
        except AttributeError:
            return os.listdir(path)

    def entry(path, name, hashes):
        d, size, time = stat(path)
        h = ""
        if hashes and not d and kind == "s":
            c = check()
            with open(path, "rb") as f:
                while True:
                    b = f.read(block)
                    if not b:
                        break
                    c.update(b)
            h = "".join(["%02x" % x for x in c.digest()])
        return d, ("%s,%d,%d,%s,%s\0" % ("d" if d else "f", 0 if d else size, time, h, name)).encode()

    def listing(top, options):
        out = b""
        todo = [""]
        if not stat(top)[0]:
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
            d = stat(path)[0]
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

    def move(old, new):
        try:
            os.rename(old, new)
        except OSError:
            if folder(new) or not there(old):
                raise
            os.remove(new)
            os.rename(old, new)

    def keep(path, options):
        if options & 8 and there(path):
            raise OSError(17)
        if folder(path):
            raise OSError(21)

    def copy(old, new, options):
        if stat(old)[0]:
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
        if old == new:
            return
        part = new[: new.rfind("/") + 1] + ".krait-part"
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

    def get(path, offset, left):
        d, size, time = stat(path)
        if d:
            raise OSError(21)
        tell(b"i", b"%d,%d" % (size, time))
        c = check()
        with open(path, "rb") as f:
            f.seek(min(offset, size))
            while left:
                b = f.read(min(block, left))
                if not b:
                    break
                c.update(b)
                tell(b"d", b)
                left -= len(b)
        return c.digest()

    def take(path, options, left, time):
        part = path[: path.rfind("/") + 1] + ".krait-part"
        c = check()
        f = wrong = None
        try:
            try:
                if options & 4:
                    parents(path)
                keep(path, options)
                f = open(part, "wb")
            except Exception as e:
                wrong = e
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
            if f:
                try:
                    f.close()
                except OSError as e:
                    wrong = wrong or e
                f = None
                if not wrong:
                    move(part, path)
                    if time and hasattr(os, "utime"):
                        os.utime(path, (time, time))
            if wrong:
                raise wrong
        finally:
            if f:
                f.close()
            if there(part):
                os.remove(part)
        return c.digest()

    def answer(letter, f):
        path = at(f[1])
        options = int(f[0])
        if letter == b"S":
            tell(b"d", entry(path, f[1], options & 2)[1])
        elif letter == b"L":
            listing(path, options)
        elif letter == b"G":
            return get(path, int(f[2]), int(f[3]))
        elif letter == b"P":
            return take(path, options, int(f[2]), int(f[3]))
        elif letter == b"U":
            remove(path, options)
        elif letter == b"V":
            new = at(f[2])
            if folder(new):
                raise OSError(21)
            if options & 8 and there(new):
                raise OSError(17)
            stat(path)
            move(path, new)
        elif letter == b"C":
            copy(path, at(f[2]), options)
        elif letter == b"M":
            if options & 4:
                parents(path)
                if folder(path):
                    return b""
            os.mkdir(path)
        elif letter == b"R":
            os.rmdir(path)
        elif letter == b"F":
            s = os.statvfs(path)
            return b"%d,%d,%d,%d,%d" % (s[1], s[2], s[4], s[5], s[7])
        return b""

    sys.stdout.write("krait %d %s\n" % (binary, kind))
    while True:
        letter = read(1)
        if letter not in (b"S", b"L", b"G", b"P", b"U", b"V", b"C", b"M", b"R", b"F"):
            if letter == b"Q":
                read(4)
            break
        try:
            f = frame().decode().split("\0")
            tell(b"a")
            tell(b".", answer(letter, f))
        except OSError as e:
            n = e.args[0] if e.args else 5
            tell(b"!", b"%d\0%s" % ((n, b"") if isinstance(n, int) else (5, str(n).encode())))
        except MemoryError:
            tell(b"!", b"12\0")
        except Exception as e:
            tell(b"!", b"38\0%s" % repr(e).encode())
