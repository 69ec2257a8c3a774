import os
import tempfile
from pathlib import Path

with tempfile.TemporaryDirectory() as name:
    top = Path(name)
    inner = top / "a" / "b"
    inner.mkdir(parents=True)
    inner.mkdir(exist_ok=True)
    file = inner / "x.txt"
    print(file.write_text("one\ntwo\n"), file.read_text(), file.read_bytes(), file.exists(), file.is_file(), file.is_dir(), inner.is_dir())
    print((top / "data.bin").write_bytes(b"\x00\x01"), (top / "data.bin").stat().st_size)
    (top / ".hidden").touch()
    print(sorted(p.name for p in top.iterdir()))
    print(sorted(str(p.relative_to(top)) for p in top.rglob("*")), sorted(str(p.relative_to(top)) for p in top.glob("*.bin")))
    print(sorted(str(p.relative_to(top)) for p in top.glob("**/*.txt")), sorted(str(p.relative_to(top)) for p in top.glob("*/b")))
    with file.open("a") as f:
        f.write("three")
    print(file.read_text().split("\n"))
    moved = file.rename(top / "moved.txt")
    print(moved.name, file.exists(), os.fspath(moved) == str(moved))
    for call in (lambda: inner.mkdir(), lambda: (top / "no").read_text(), lambda: (top / "no").unlink(), lambda: top.rmdir(), lambda: file.write_text(b"")):
        try:
            call()
        except Exception as error:
            print(type(error).__name__)
    (top / "no").unlink(missing_ok=True)
    inner.rmdir()
print(top.exists(), Path.cwd() == Path(os.getcwd()), Path("x").absolute() == Path.cwd() / "x", Path("/a/../b").resolve())
