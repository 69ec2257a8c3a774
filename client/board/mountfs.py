# A directory of the host as a file system of the board. Every call goes to krait, which answers it: the mark, M, a number that is printable, and a frame as
# in helper.py (letter, length, fields). The answer begins with 10 and 40 plus that number, so that the remains of an answer that ctrl-C cut off are skipped; then
# come four hex digits of status (an errno), four of the length, and that many bytes, in which 10 stands before what a REPL would take for a command.
def __krait_mount(mark, plain, block):
    import os, sys
    from io import IOBase

    source = getattr(sys.stdin, "buffer", sys.stdin)
    binary = not plain and source != sys.stdin
    if binary:
        read = source.read
        put = sys.stdout.buffer.write
    else:

        def read(n):
            s = source.read(2 * n)
            return bytes([int(s[i : i + 2], 16) for i in range(0, len(s), 2)])

        put = None
    turn = [0]

    def call(letter, *fields):
        b = b"\0".join([f if isinstance(f, bytes) else str(f).encode() for f in fields])
        turn[0] = n = (turn[0] + 1) & 31
        head = mark + b"M" + bytes((64 + n,))
        size = len(b)
        b = letter + bytes((size & 255, size >> 8)) + b
        if binary:
            put(head + b)
        else:
            sys.stdout.write(head.decode() + "".join(["%02x" % c for c in b]))
        while source.read(1) not in (b"\x10", "\x10") or source.read(1) not in (bytes((64 + n,)), chr(64 + n)):
            pass
        status = int(read(4), 16)
        b = read(int(read(4), 16))
        if binary and b"\x10" in b:
            for c in (1, 2, 3, 4):
                b = b.replace(bytes((16, 48 + c)), bytes((c,)))
            b = b.replace(b"\x100", b"\x10")
        if status:
            raise OSError(status)
        return b

    class File(IOBase):
        def __init__(self, path, mode):
            self.text = not "b" in mode
            self.at = 0
            self.ahead = b""
            self.path = path
            self.handle = int(call(b"O", mode, path))

        def fill(self, n):
            b = call(b"R", self.handle, self.at + len(self.ahead), min(max(n, block), 0x3FFF))
            self.ahead += b
            return len(b)

        def bytes(self, n):
            while n < 0 or len(self.ahead) < n:
                if not self.fill(n - len(self.ahead)):
                    break
            b = self.ahead if n < 0 else self.ahead[:n]
            self.ahead = self.ahead[len(b) :]
            self.at += len(b)
            return b

        def read(self, n=-1):
            n = -1 if n is None else n
            b = self.bytes(n)
            if not self.text:
                return b
            while n > 0:
                m = len([c for c in b if c & 0xC0 != 0x80])
                more = self.bytes(n - m) if m < n else b""
                while not more and b and self.peek() & 0xC0 == 0x80:
                    more += self.bytes(1)
                if not more:
                    break
                b += more
            return b.decode()

        def peek(self):
            return self.ahead[0] if self.ahead or self.fill(1) else 0

        def readline(self, n=-1):
            i = self.ahead.find(b"\n")
            while i < 0:
                have = len(self.ahead)
                if not self.fill(1):
                    break
                i = self.ahead.find(b"\n", have)
            b = self.bytes(i + 1 if i >= 0 else len(self.ahead))
            return b.decode() if self.text else b

        def readlines(self):
            return list(self)

        def readinto(self, buffer):
            b = self.bytes(len(buffer))
            buffer[: len(b)] = b
            return len(b)

        def write(self, b):
            n = len(b)
            if isinstance(b, str):
                b = b.encode()
            b = bytes(b)
            for i in range(0, len(b), block):
                part = b[i : i + block]
                call(b"W", self.handle, self.at, part)
                self.at += len(part)
            self.ahead = b""
            return n

        def seek(self, offset, whence=0):
            if whence == 1:
                offset += self.at
            elif whence == 2:
                offset += int(call(b"S", self.path).decode().split(",")[1])
            self.at = max(offset, 0)
            self.ahead = b""
            return self.at

        def tell(self):
            return self.at

        def flush(self):
            pass

        def close(self):
            if self.handle >= 0:
                call(b"C", self.handle)
                self.handle = -1

        def ioctl(self, request, argument):
            if request == 4:
                self.close()
            elif request == 11:
                return block
            elif request != 1:
                return -1
            return 0

        def __iter__(self):
            return self

        def __next__(self):
            line = self.readline()
            if not line:
                raise StopIteration
            return line

        def __enter__(self):
            return self

        def __exit__(self, *a):
            self.close()

    class System:
        def __init__(self):
            self.cwd = "/"

        def at(self, path):
            parts = []
            for p in (path if path.startswith("/") else self.cwd + "/" + path).split("/"):
                if p == "..":
                    parts = parts[:-1]
                elif p and p != ".":
                    parts.append(p)
            return "/" + "/".join(parts)

        def mount(self, readonly, mkfs):
            pass

        def umount(self):
            pass

        def open(self, path, mode="r"):
            return File(self.at(path), mode)

        def stat(self, path):
            d, size, time = call(b"S", self.at(path)).decode().split(",")
            return (0x4000 if d == "d" else 0x8000, 0, 0, 0, 0, 0, int(size), int(time), int(time), int(time))

        def ilistdir(self, path=""):
            for e in call(b"L", self.at(path)).split(b"\0")[:-1]:
                d, size, name = e.decode().split(",", 2)
                yield name, 0x4000 if d == "d" else 0x8000, 0, int(size)

        def chdir(self, path):
            path = self.at(path)
            if path != "/" and not self.stat(path)[0] & 0x4000:
                raise OSError(20)
            self.cwd = path

        def getcwd(self):
            return self.cwd

        def mkdir(self, path):
            call(b"M", self.at(path))

        def rmdir(self, path):
            call(b"D", self.at(path))

        def remove(self, path):
            call(b"U", self.at(path))

        def rename(self, old, new):
            call(b"N", self.at(old), self.at(new))

        def statvfs(self, path):
            s = [int(x) for x in call(b"F", self.at(path)).split(b",")]
            return (s[0], s[0], s[1], s[2], s[2], s[3], s[4], s[4], 0, 255)

    try:
        from os import mount
    except ImportError:
        from vfs import mount
    mount(System(), "/remote")
    if not "/remote" in sys.path:
        sys.path.append("/remote")
    print("mounted", int(binary))
