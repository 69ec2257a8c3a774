import os
import sys
import os.path


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return type(e).__name__, str(e)


base = "_files_%s" % sys.implementation.name
if os.path.exists(base):
    for path, dirs, files in os.walk(base, topdown=False):
        for name in files:
            os.remove(os.path.join(path, name))
        os.rmdir(path)


def show(text):
    return str(text).replace(base, "BASE")


os.makedirs(base + "/a/b/c")
os.makedirs(base + "/a/b", exist_ok=True)
print(show(attempt(os.makedirs, base + "/a")), show(attempt(os.mkdir, base + "/a")), show(attempt(os.mkdir, base + "/x/y")))
for name in ("f1.txt", "a/f2.txt", "a/b/f3.txt"):
    with open(os.path.join(base, name), "w") as f:
        f.write(name)
print(sorted(os.listdir(base)), sorted(os.listdir(base + "/a")), os.path.isdir(base + "/a"), os.path.isfile(base + "/a"), os.path.isfile(base + "/f1.txt"))
print(os.path.getsize(base + "/a/f2.txt"), os.stat(base + "/f1.txt").st_size, os.stat(base + "/f1.txt")[6], os.stat(base).st_mode & 0o170000 == 0o040000)
for path, dirs, files in sorted(os.walk(base)):
    print(show(path), sorted(dirs), sorted(files))
print([show(p) for p, d, f in os.walk(base, topdown=False)])
for path, dirs, files in os.walk(base):
    dirs[:] = [d for d in dirs if d != "b"]
    print(show(path))
print(sorted((e.name, e.is_dir(), e.is_file(), e.stat().st_size if e.is_file() else 0) for e in os.scandir(base)))
with os.scandir(base) as it:
    print(sum(1 for _ in it))
os.rename(base + "/f1.txt", base + "/f4.txt")
print(os.path.exists(base + "/f1.txt"), open(base + "/f4.txt").read(), show(attempt(os.rename, base + "/no", base + "/yes")))
os.replace(base + "/f4.txt", base + "/a/f2.txt")
print(open(base + "/a/f2.txt").read(), show(attempt(os.rmdir, base)), show(attempt(os.remove, base + "/zz")), show(attempt(os.unlink, base)))
cwd = os.getcwd()
os.chdir(base)
print(os.getcwd() == os.path.join(cwd, base), os.listdir(), os.path.abspath("q").endswith(base + "/q"))
os.chdir("..")
print(os.getcwd() == cwd, attempt(os.chdir, "nowhere"), list(os.walk("nowhere")))
os.truncate(base + "/a/f2.txt", 2)
os.utime(base + "/a/f2.txt", (1000, 2000))
print(os.path.getsize(base + "/a/f2.txt"), os.path.getmtime(base + "/a/f2.txt"), os.stat(base + "/a/f2.txt").st_mtime_ns)
os.environ["QQ"] = "5"
print(os.getenv("QQ"), os.environ.get("QQ"), os.sep, os.linesep == "\n", os.name, os.curdir, os.pardir, len(os.urandom(5)), os.error is OSError)


class P:
    def __fspath__(self):
        return base + "/a"


print(sorted(os.listdir(P())), show(os.path.join(P(), "x")), show(os.fspath(P())))
for path, dirs, files in os.walk(base, topdown=False):
    for name in files:
        os.remove(os.path.join(path, name))
    os.rmdir(path)
print(os.path.exists(base))
os.stat("does not exist")
