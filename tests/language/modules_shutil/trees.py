import os
import shutil
import tempfile

top = tempfile.mkdtemp(prefix="kr_")
print(os.path.isdir(top), os.path.basename(top).startswith("kr_"))
a = os.path.join(top, "a")
os.makedirs(os.path.join(a, "b"))
for name in ("one.txt", "b/two.txt", "b/skip.pyc"):
    with open(os.path.join(a, name), "w") as f:
        f.write(name)


def tree(path):
    return sorted(os.path.relpath(os.path.join(d, f), top) for d, ds, fs in os.walk(path) for f in fs)


print(os.path.basename(shutil.copytree(a, os.path.join(top, "c"), ignore=shutil.ignore_patterns("*.pyc"))), tree(top))
print(os.path.basename(shutil.copy(os.path.join(a, "one.txt"), os.path.join(top, "c", "b"))), os.path.basename(shutil.copyfile(os.path.join(a, "one.txt"), os.path.join(top, "new"))))
print(os.path.relpath(shutil.move(os.path.join(top, "new"), os.path.join(top, "c")), top), tree(top))
for call in (lambda: shutil.copytree(a, os.path.join(top, "c")), lambda: shutil.copyfile(os.path.join(top, "no"), "x"), lambda: shutil.rmtree(os.path.join(top, "no")),
             lambda: shutil.copyfile(os.path.join(a, "one.txt"), os.path.join(a, "one.txt")), lambda: shutil.move(os.path.join(a, "one.txt"), os.path.join(top, "c"))):
    try:
        print(call())
    except OSError as error:
        print(type(error).__name__)
shutil.rmtree(os.path.join(top, "no"), ignore_errors=True)
print(shutil.disk_usage(top).total > 0, shutil.disk_usage(top)._fields)
shutil.rmtree(top)
print(os.path.exists(top))
