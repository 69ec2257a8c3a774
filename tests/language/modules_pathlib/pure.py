from pathlib import Path, PurePath, PurePosixPath

p = PurePosixPath("/usr/lib/python3/x.tar.gz")
print(p, repr(p), p.parts, p.parent, [str(q) for q in p.parents], p.name, p.stem, p.suffix, p.suffixes, p.root, p.anchor, p.drive)
print(p.with_name("y"), p.with_suffix(".zip"), p.with_suffix(""), p.with_stem("z"), p.relative_to("/usr"), p.is_relative_to("/opt"), p.is_absolute())
print(PurePath("a", "b", "/c"), PurePath("a//b/./c/"), PurePath(""), PurePath("."), PurePath("a/../b"), repr(PurePath("a")), repr(Path("x")))
print(p / "more", "pre" / PurePath("x"), PurePath("a").joinpath("b", "c"), PurePath("a") == PurePath("a/"), {PurePath("a"): 1}[PurePath("a")])
print(sorted([PurePath("b"), PurePath("a/c"), PurePath("a")]), PurePath("a") < PurePath("b"), PurePath("x.py").match("*.py"), PurePath("/a/b/c.py").match("b/*.py"), PurePath("a/b").match("/a/b"))
print([PurePath(n).suffix for n in (".bashrc", "a.", "a.b.c", "..", "a")], [PurePath(n).stem for n in (".bashrc", "a.", "a.b.c")])
print(isinstance(Path("a"), PurePosixPath), PurePath("/a b").as_uri(), bytes(PurePath("ab")), PurePath("a/b").as_posix())
for call in (lambda: p.relative_to("/opt"), lambda: PurePath("").with_name("x"), lambda: p.with_suffix("zip"), lambda: p.with_name("a/b"), lambda: PurePath(3), lambda: PurePath("a") / 3):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
