"""What os.stat() gives."""

ST_MODE, ST_INO, ST_DEV, ST_NLINK, ST_UID, ST_GID, ST_SIZE, ST_ATIME, ST_MTIME, ST_CTIME = range(10)
S_IFIFO, S_IFCHR, S_IFDIR, S_IFBLK, S_IFREG, S_IFLNK, S_IFSOCK = 0x1000, 0x2000, 0x4000, 0x6000, 0x8000, 0xA000, 0xC000
S_IRWXU, S_IRUSR, S_IWUSR, S_IXUSR = 0o700, 0o400, 0o200, 0o100
S_IRWXG, S_IRGRP, S_IWGRP, S_IXGRP = 0o70, 0o40, 0o20, 0o10
S_IRWXO, S_IROTH, S_IWOTH, S_IXOTH = 0o7, 0o4, 0o2, 0o1
S_ISUID, S_ISGID, S_ISVTX = 0o4000, 0o2000, 0o1000


def S_IFMT(mode):
    """The kind of file."""
    return mode & 0xF000


def S_IMODE(mode):
    """The permissions."""
    return mode & 0xFFF


def S_ISDIR(mode):
    """True for a directory."""
    return mode & 0xF000 == S_IFDIR


def S_ISREG(mode):
    """True for a file."""
    return mode & 0xF000 == S_IFREG


def S_ISLNK(mode):
    """True for a link."""
    return mode & 0xF000 == S_IFLNK


def S_ISCHR(mode):
    """True for a character device."""
    return mode & 0xF000 == S_IFCHR


def S_ISBLK(mode):
    """True for a block device."""
    return mode & 0xF000 == S_IFBLK


def S_ISFIFO(mode):
    """True for a pipe."""
    return mode & 0xF000 == S_IFIFO


def S_ISSOCK(mode):
    """True for a socket."""
    return mode & 0xF000 == S_IFSOCK


def filemode(mode):
    """As `ls -l` shows it: -rw-r--r--."""
    kinds = {S_IFDIR: "d", S_IFLNK: "l", S_IFCHR: "c", S_IFBLK: "b", S_IFIFO: "p", S_IFSOCK: "s", S_IFREG: "-"}
    bits = "".join([c if mode & (0o400 >> i) else "-" for i, c in enumerate("rwxrwxrwx")])
    for bit, at, letter in ((S_ISUID, 2, "s"), (S_ISGID, 5, "s"), (S_ISVTX, 8, "t")):
        if mode & bit:
            bits = bits[:at] + (letter if bits[at] == "x" else letter.upper()) + bits[at + 1 :]
    return kinds.get(S_IFMT(mode), "?") + bits
