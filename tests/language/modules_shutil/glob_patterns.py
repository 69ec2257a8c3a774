import fnmatch
import glob
import os
import re
import tempfile

for name, pattern in (("abc", "a*"), ("abc", "a?c"), ("abc", "a[bx]c"), ("abc", "a[!b]c"), ("a-c", "a[a-z]c"), ("a]c", "a[]]c"), ("a[c", "a[c"), ("", "*"), ("abcabc", "*bc"), (".x", "*"), ("a\nb", "a?b"), ("x", "")):
    print(name, pattern, fnmatch.fnmatchcase(name, pattern), bool(re.match(fnmatch.translate(pattern), name)))
print(fnmatch.filter(["a.py", "b.txt", "c.py"], "*.py"))
with tempfile.TemporaryDirectory() as top:
    for name in ("a.py", "b.txt", ".hid", "d/e.py", "d/f/g.py"):
        path = os.path.join(top, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        open(path, "w").close()
    for pattern in ("*", "*.py", "**/*.py", "d/*", "*/", "[ab]*", "d/f", "none*", "**", ".*", "?/e.py", "d/**", "**/f/*"):
        print(pattern, sorted(glob.glob(pattern, root_dir=top, recursive=True)), sorted(glob.glob(pattern, root_dir=top)))
    print(sorted(os.path.relpath(p, top) for p in glob.glob(os.path.join(top, "*", "*.py"))))
print(glob.has_magic("a*"), glob.has_magic("a"), glob.escape("a[b]*?"))
