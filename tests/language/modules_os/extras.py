import os
import tempfile

print(os.getpid() > 0, os.strerror(2), os.fsencode("a"), os.fsdecode(b"b"), os.fspath("c"), os.terminal_size((80, 24)), os.terminal_size((80, 24)).lines)


class P:
    def __fspath__(self):
        return "x"


print(isinstance(P(), os.PathLike), isinstance("s", os.PathLike), issubclass(P, os.PathLike), os.path.join(P(), "y"), os.access(".", os.F_OK), os.access("none", os.R_OK))
with tempfile.TemporaryDirectory() as top:
    os.makedirs(os.path.join(top, "a/b"), exist_ok=True)
    os.makedirs(os.path.join(top, "a/b"), exist_ok=True)
    try:
        os.makedirs(os.path.join(top, "a/b"))
    except FileExistsError:
        print("exists")
    path = os.path.join(top, "f")
    open(path, "w").close()
    os.chmod(path, 0o600)
    os.utime(path, (1, 2))
    s = os.stat(path)
    print(s.st_mtime, s[8], s.st_mtime_ns, s.st_size, len(s), sorted(e.name for e in os.scandir(top)))
os.environ["KR_X"] = "1"
print(os.getenv("KR_X"), os.getenv("KR_NONE"), os.getenv("KR_NONE", 3), os.environ.get("KR_X"), os.environ.pop("KR_X"), "KR_X" in os.environ)
